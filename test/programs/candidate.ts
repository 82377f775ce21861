import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers one request; `count` is how often its path was asked before. */
export type Reply = (response: ServerResponse, count: number, request: IncomingMessage, body: Buffer) => void;

export interface Request {
  readonly path: string;
  readonly method: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface Candidate {
  readonly url: string;
  readonly requests: readonly Request[];
  close(): Promise<void>;
}

/** A real HTTP server on loopback that answers by path. */
export async function candidate(replies: Readonly<Record<string, Reply>>): Promise<Candidate> {
  const requests: Request[] = [];
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    if (body === undefined) return;
    const path = request.url ?? '';
    const count = requests.filter((earlier) => earlier.path === path).length;
    requests.push({ path, method: request.method ?? '', headers: request.headers, body });
    response.on('error', () => undefined);
    const reply = replies[path] ?? text('nothing here', { status: 404 });
    reply(response, count, request, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Nothing when the client hung up before it sent all. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk);
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
}

export function text(
  body: string | Buffer,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): Reply {
  return (response) => response.writeHead(status, headers).end(body);
}

export function json(value: unknown, options?: { status?: number }): Reply {
  return jsonText(JSON.stringify(value), options);
}

/** JSON as it stands, for what `JSON.stringify` would not write. */
export function jsonText(body: string | Buffer, { status = 200 }: { status?: number } = {}): Reply {
  return text(body, { status, headers: { 'content-type': 'application/json' } });
}

/** The replies one after the other, the last one for ever. */
export function inTurn(...replies: readonly Reply[]): Reply {
  return (response, count, request, body) =>
    replies[Math.min(count, replies.length - 1)]?.(response, count, request, body);
}

export function after(milliseconds: number, reply: Reply): Reply {
  return (...request) => setTimeout(() => reply(...request), milliseconds);
}

/** Bytes as they stand, HTTP or not; then the connection is closed. */
export function raw(bytes: string | Buffer): Reply {
  return (response) => response.socket?.end(bytes);
}

/** Bytes as they stand, then a reset. */
export function reset(bytes = ''): Reply {
  return (response) => {
    const { socket } = response;
    if (bytes === '') socket?.resetAndDestroy();
    else socket?.write(bytes, () => setTimeout(() => socket.resetAndDestroy(), 30));
  };
}

/** Announces a body and sends a byte of it now and then. */
export function trickle(interval: number): Reply {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    const timer = setInterval(() => response.write(' '), interval);
    response.on('close', () => clearInterval(timer));
  };
}

/** A body that never ends, as fast as it is read. */
export function endless(): Reply {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const chunk = Buffer.alloc(64 * 1024, '[');
    const more = (): void => {
      if (response.destroyed) return;
      if (response.write(chunk)) setImmediate(more);
      else response.once('drain', more);
    };
    more();
  };
}

export const never: Reply = () => undefined;
