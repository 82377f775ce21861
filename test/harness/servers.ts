import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A server that was started, and its log. */
export interface Server {
  readonly name: string;
  readonly log: string;
  /** Waits until `ready` says so; fails with the end of the log if the server stops before, or takes two minutes. */
  until(ready: () => Promise<boolean>): Promise<void>;
  stop(): Promise<void>;
}

/** Servers that belong together; their files are in one folder. */
export interface Servers {
  readonly home: string;
  start(name: string, program: string, args: readonly string[], env?: Readonly<Record<string, string>>): Server;
  /** Stops them, the last first. */
  stop(): Promise<void>;
}

export function serversIn(home: string): Servers {
  const servers: Server[] = [];
  return {
    home,
    start: (name, program, args, env = {}) => {
      const server = startServer(name, program, args, home, env);
      servers.push(server);
      return server;
    },
    stop: async () => {
      for (const server of servers.splice(0).reverse()) await server.stop();
    },
  };
}

function startServer(
  name: string,
  program: string,
  args: readonly string[],
  home: string,
  env: Readonly<Record<string, string>>,
): Server {
  const log = join(home, `${name}.log`);
  const file = openSync(log, 'w');
  const child = spawn(program, args, {
    cwd: home,
    env: { ...env, PATH: process.env.PATH },
    stdio: ['ignore', file, file],
  });
  closeSync(file);
  const tail = () => readFileSync(log, 'utf8').split('\n').slice(-20).join('\n');
  let problem: Error | undefined;
  child.on('error', (error) => {
    problem = error;
  });
  return {
    name,
    log,
    until: async (ready) => {
      const deadline = Date.now() + 120_000;
      while (!(await ready().catch(() => false))) {
        if (problem !== undefined) throw problem;
        if (hasEnded(child)) throw new Error(`${name} stopped:\n${tail()}`);
        if (Date.now() > deadline) throw new Error(`${name} is not ready after two minutes:\n${tail()}`);
        await sleep(50);
      }
    },
    stop: async () => {
      if (hasEnded(child) || problem !== undefined) return;
      // Argo's controller doesn't stop at SIGTERM, and nothing here is worth waiting for.
      const killing = setTimeout(() => child.kill('SIGKILL'), 2000);
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
      clearTimeout(killing);
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
