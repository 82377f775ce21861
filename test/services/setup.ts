import type { TestProject } from 'vitest/node';
import { startHttpServer } from './servers/http-server';
import { type SharedName, starters } from './shared-servers';

declare module 'vitest' {
  interface ProvidedContext {
    /** Port where tests ask for the servers that they share. */
    readonly sharedServers: number;
  }
}

/** Starts each shared server when the first test asks for it, and stops them after the last test. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const started = new Map<SharedName, Promise<{ stop(): Promise<void> }>>();
  const desk = await startHttpServer((request, response) => {
    const name = (request.url ?? '').slice(1) as SharedName;
    const server = started.get(name) ?? starters[name]();
    started.set(name, server);
    server.then(
      (access) => response.end(JSON.stringify(access)),
      (problem: unknown) => response.writeHead(500).end(String(problem)),
    );
  });
  project.provide('sharedServers', desk.port);
  return async () => {
    await desk.stop();
    const running = await Promise.allSettled(started.values());
    await Promise.all(running.map((server) => (server.status === 'fulfilled' ? server.value.stop() : undefined)));
  };
}
