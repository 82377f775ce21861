import { type IncomingMessage, request as requestOverHttp } from 'node:http';
import { request as requestOverHttps } from 'node:https';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectOverTls } from 'node:tls';
import type { SeenRequest } from './exchange';

/** Where the real server is. */
export interface Target {
  readonly url: string;
  /** Certificate authority of a server with TLS, PEM. */
  readonly ca?: string;
}

/** Sends a request on as it came, its `Host` too, so that the server's own links lead through the proxy. */
export function forward({ url, ca }: Target, { method, path, headers, body }: SeenRequest): Promise<IncomingMessage> {
  const { protocol, hostname, port } = new URL(url);
  const request = protocol === 'https:' ? requestOverHttps : requestOverHttp;
  return new Promise((resolve, reject) => {
    const options = { hostname, port, method, path, headers: endToEnd(headers), agent: false };
    const sent = request({ ...options, ...(ca === undefined ? {} : { ca }) }, resolve);
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Half of the body, or of the head when there is no body; then the connection is cut. */
export async function forwardHalf({ url, ca }: Target, { method, path, headers, body }: SeenRequest): Promise<void> {
  const { protocol, hostname: host, port } = new URL(url);
  const lines = Object.entries(endToEnd(headers)).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  const all = Buffer.concat([head, body]);
  const half = body.length === 0 ? head.length / 2 : head.length + body.length / 2;
  const to = { host, port: Number(port), ...(ca === undefined ? {} : { ca }) };
  const socket = protocol === 'https:' ? connectOverTls(to) : connect(to);
  socket.on('error', () => undefined);
  socket.write(all.subarray(0, Math.floor(half)));
  await sleep(100);
  socket.destroy();
}

/** Headers without those that concern one connection only. */
export function endToEnd(headers: IncomingMessage['headers']): Record<string, string | string[]> {
  const kept = Object.entries(headers).filter(
    (entry): entry is [string, string | string[]] =>
      entry[1] !== undefined && !/^(connection|keep-alive|transfer-encoding|expect)$/.test(entry[0]),
  );
  return Object.fromEntries(kept);
}
