import { type ChildProcess, spawn } from 'node:child_process';
import { request as send } from 'node:http';
import { join } from 'node:path';
import { type HttpServer, startHttpServer } from '../../harness/http-server';
import type { Address } from './places';

/** The stable Service of a model, and the server of its pod behind it. */
export interface ServedModel {
  /** Has the model of a file answer from now on; what answered before goes. */
  serve(file: string): Promise<void>;
  /** From now on the server answers so, whatever its model says. */
  answer(otherwise: object | undefined): void;
  stop(): Promise<void>;
}

export async function servedModel(name: string, python: string, at: Address): Promise<ServedModel> {
  let child: ChildProcess | undefined;
  let port: number | undefined;
  let otherwise: object | undefined;
  const server: HttpServer = await startHttpServer((request, response): void => {
    if (otherwise !== undefined) {
      request.resume();
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(otherwise));
      return;
    }
    if (port === undefined) {
      request.destroy();
      return;
    }
    const { url = '', method = 'POST', headers } = request;
    const behind = send({ port, path: url, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    behind.on('error', () => request.destroy());
    request.pipe(behind);
  }, at);
  return {
    async serve(file) {
      const before = child;
      const started = spawn(python, [join(__dirname, 'serve.py'), name, file], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { PATH: '/usr/bin:/bin' },
      });
      child = started;
      port = await new Promise<number>((resolve, reject) => {
        started.stdout.once('data', (text) => resolve(Number(text)));
        started.once('exit', (code) => reject(new Error(`the server of ${file} ended with ${code}`)));
      });
      before?.kill('SIGKILL');
    },
    answer: (wanted) => {
      otherwise = wanted;
    },
    async stop() {
      child?.removeAllListeners('exit');
      child?.kill('SIGKILL');
      await server.stop();
    },
  };
}
