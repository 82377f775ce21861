import { spawn } from 'node:child_process';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSigned } from '../cluster/self-signed';

/** A server of git on loopback, in the place of one that manifests name. @internal */
export interface LocalGitServer {
  readonly port: number;
  /** What vouches for it, if it is one of HTTPS. */
  readonly certificate: string | undefined;
  close(): Promise<void>;
}

/**
 * Serves the repositories of a folder with git's own HTTP backend. Whoever asks may push: they are files of this machine, and
 * only it is listened to.
 *
 * @param root the folder; a repository is where the path of its address says
 * @param origin what programs believe that they speak to
 * @internal
 */
export async function startGitServer(root: string, origin: URL): Promise<LocalGitServer> {
  const secure = origin.protocol === 'https:' ? selfSigned(origin.hostname) : undefined;
  const listener = (request: IncomingMessage, response: ServerResponse) => serve(root, request, response);
  const server = secure === undefined ? createHttpServer(listener) : createHttpsServer(secure, listener);
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    certificate: secure?.cert,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Runs the backend as a web server does (RFC 3875). */
function serve(root: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
  const { headers } = request;
  const backend = spawn('git', ['-c', 'http.receivepack=true', 'http-backend'], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
      REQUEST_METHOD: request.method,
      PATH_INFO: decodeURIComponent(pathname),
      QUERY_STRING: search.slice(1),
      CONTENT_TYPE: headers['content-type'] ?? '',
      CONTENT_LENGTH: headers['content-length'] ?? '',
      HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
      REMOTE_ADDR: '127.0.0.1',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // It may end before it has read all, or not begin.
  backend.on('error', () => undefined);
  backend.stdin.on('error', () => undefined);
  request.pipe(backend.stdin);
  request.on('close', () => {
    if (!request.complete) backend.kill();
  });
  let head = Buffer.alloc(0);
  const readHead = (chunk: Buffer) => {
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    backend.stdout.off('data', readHead);
    for (const line of head.subarray(0, end).toString().split('\r\n')) {
      const [name = '', ...value] = line.split(': ');
      if (name === 'Status') response.statusCode = Number.parseInt(value.join(': '), 10);
      else response.setHeader(name, value.join(': '));
    }
    response.write(head.subarray(end + 4));
    backend.stdout.pipe(response);
  };
  backend.stdout.on('data', readHead);
  backend.on('close', () => {
    if (!response.headersSent) response.writeHead(500);
    response.end();
  });
}
