import type { IncomingMessage } from 'node:http';
import { type NoAnswer, openRequest } from './http-exchange';
import { transportTrouble } from './transport-trouble';

/** An answer whose body is still to be read; whoever gets it reads or destroys it. @internal */
export interface Download {
  readonly kind: 'download';
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: IncomingMessage;
}

/** @internal */
export interface DownloadRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds until the headers are there; the body has no limit here. */
  readonly timeout: number;
}

/** Asks for something that may be too large to hold in memory; never rejects. @internal */
export function download({ url, headers, timeout }: DownloadRequest): Promise<Download | NoAnswer> {
  return new Promise((resolve) => {
    const sent = openRequest({ url, headers, method: 'GET' });
    const timer = setTimeout(() => {
      resolve({ kind: 'timeout', detail: `the answer took longer than ${Math.round(timeout / 1000)} s` });
      sent.destroy();
    }, timeout);
    sent.on('error', (problem) => {
      clearTimeout(timer);
      resolve(transportTrouble(problem));
    });
    sent.on('response', (body) => {
      clearTimeout(timer);
      resolve({ kind: 'download', status: body.statusCode ?? 0, headers: body.headers, body });
    });
    sent.end();
  });
}
