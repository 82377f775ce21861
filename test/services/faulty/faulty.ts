import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSigned } from '../../../src/simulate/local/cluster/self-signed';
import { forward, forwardHalf, type Target } from './backend';
import type { Fault, SeenRequest } from './exchange';
import { pass } from './faults';

/** A proxy in front of a server that does with some of the requests what a test tells it. */
export interface Faulty {
  readonly url: string;
  /** Host and port, as image references have them. */
  readonly host: string;
  readonly port: number;
  /** The proxy's own certificate, PEM, if it speaks TLS. */
  readonly ca: string | undefined;
  /** All requests that came, in their order. */
  readonly requests: readonly SeenRequest[];
  /**
   * Has the next request suffer the fault, or the next `times`, of those that `on` fits, tested against
   * `GET /path?query`. Faults given before come first; a request that no fault is left for passes.
   */
  inject(fault: Fault, which?: { readonly on?: RegExp; readonly times?: number }): void;
  /** Forgets the faults that are left. */
  clear(): void;
  /** The next request that fits, as soon as it comes. */
  reached(on: RegExp): Promise<SeenRequest>;
  /** Refuses connections from here on, and breaks those that are open. */
  down(): void;
  /** Listens again at the same port. */
  up(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a proxy in front of a server.
 *
 * @param tls whether clients speak TLS to it; they have to trust `ca` then. By default as the target does
 */
export async function faulty(
  target: Target,
  { tls = target.url.startsWith('https:') }: { readonly tls?: boolean } = {},
): Promise<Faulty> {
  const requests: SeenRequest[] = [];
  const waiting: { readonly on: RegExp; readonly then: (request: SeenRequest) => void }[] = [];
  const faults: { readonly fault: Fault; readonly on: RegExp; times: number }[] = [];

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await read(message, tls);
    requests.push(request);
    const line = `${request.method} ${request.path}`;
    const next = faults.find(({ on, times }) => times > 0 && on.test(line));
    if (next !== undefined) next.times -= 1;
    for (const { on, then } of waiting) if (on.test(line)) then(request);
    await (next?.fault ?? pass)({
      request,
      response,
      forward: (headers) => forward(target, { ...request, headers: { ...request.headers, ...headers } }),
      forwardHalf: () => forwardHalf(target, request),
      goDown,
    });
  }

  const listener = (message: IncomingMessage, response: ServerResponse): void => {
    // When the real server breaks off, so does this one.
    serve(message, response).catch(() => message.socket.destroy());
  };
  const certificate = tls ? selfSigned('127.0.0.1') : undefined;
  const server = certificate === undefined ? createServer(listener) : createTlsServer(certificate, listener);
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  function goDown(): void {
    server.close();
    server.closeAllConnections();
  }
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  return {
    url: `${tls ? 'https' : 'http'}://${host}`,
    host,
    port,
    ca: certificate?.cert,
    requests,
    inject: (fault, { on = /^/, times = 1 } = {}) => {
      faults.push({ fault, on, times });
    },
    clear: () => {
      faults.length = 0;
    },
    reached: (on) => new Promise((then) => waiting.push({ on, then })),
    down: goDown,
    up: () => listen(port),
    stop: async () => goDown(),
  };
}

async function read(message: IncomingMessage, tls: boolean): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const { method = '', url: path = '' } = message;
  const headers = {
    ...message.headers,
    // Faults read the answers.
    'accept-encoding': 'identity',
    // Registries make absolute links of it.
    'x-forwarded-proto': tls ? 'https' : 'http',
    ...(body.length === 0 ? {} : { 'content-length': String(body.length) }),
  };
  return { method, path, headers, body };
}
