import { type ClientRequest, type IncomingMessage, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { pipeline, Readable } from 'node:stream';
import { transportTrouble } from './transport-trouble';

/** @internal */
export interface ExchangeRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A stream is sent as it comes; its length is the caller's to say. */
  readonly body?: Buffer | Readable | undefined;
  /** Milliseconds for all of it: name lookup, connection, request, headers and the last byte of the body. */
  readonly timeout: number;
  /** Most bytes of a body that are read. */
  readonly maxBytes: number;
  /** Certificates to trust instead of the usual ones, in PEM. */
  readonly ca?: string | undefined;
}

/** A complete answer, whatever its status; redirects are answers too. @internal */
export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  readonly contentType: string;
  readonly location: string | undefined;
  /** All headers, names in lower case. */
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** Milliseconds from the start of the request to the last byte of the answer. */
  readonly latency: number;
}

/** Nothing that could be judged: no answer, or not all of it. @internal */
export interface NoAnswer {
  readonly kind: 'refused' | 'reset' | 'truncated' | 'timeout' | 'unreadable' | 'transport';
  readonly detail: string;
}

/**
 * Sends one HTTP request and waits for the whole answer; never rejects.
 *
 * `node:http` instead of `fetch`: it tells a reset from a body that ended early, follows no redirect and asks no proxy.
 * Every request has a connection of its own, since one that is kept alive would stick to one pod of many.
 *
 * @internal
 */
export function exchange(request: ExchangeRequest): Promise<Answer | NoAnswer> {
  return new Promise((resolve) => {
    const started = performance.now();
    let waitingFor = 'a connection';
    let received = 0;
    let answering = false;
    const sent = openRequest(request);
    const settle = (outcome: Answer | NoAnswer): void => {
      clearTimeout(timer);
      resolve(outcome);
      sent.destroy();
    };
    const timer = setTimeout(() => {
      settle({ kind: 'timeout', detail: `${waitingFor} took longer than ${seconds(request.timeout)}` });
    }, request.timeout);

    sent.on('socket', (socket) => socket.on('connect', () => (waitingFor = 'the answer')));
    sent.on('error', (problem) => settle(transportTrouble(problem)));
    sent.on('close', () => {
      // Once there is an answer it tells itself how it ended, sometimes after its connection did.
      if (!answering) settle({ kind: 'reset', detail: 'the connection was closed without an answer' });
    });
    sent.on('response', (response) => {
      answering = true;
      waitingFor = 'the body of the answer';
      const chunks: Buffer[] = [];
      const tooLarge = (): void =>
        settle({ kind: 'unreadable', detail: `the answer is larger than ${request.maxBytes} bytes` });
      // The answer to HEAD announces a body that does not come.
      const announced = request.method === 'HEAD' ? 0 : Number(response.headers['content-length'] ?? 0);
      if (announced > request.maxBytes) tooLarge();
      response.on('error', () => settle(cutOff(response, received)));
      response.on('data', (chunk: Buffer) => {
        received += chunk.length;
        if (received > request.maxBytes) tooLarge();
        else chunks.push(chunk);
      });
      response.on('end', () => settle(answerOf(response, Buffer.concat(chunks), performance.now() - started)));
    });
    if (!(request.body instanceof Readable)) sent.end(request.body);
    else
      pipeline(request.body, sent, (problem) => {
        if (problem && !answering)
          settle({ kind: 'reset', detail: `the body was not sent to its end: ${problem.message}` });
      });
  });
}

/** What is sent, before anybody waits for the answer. @internal */
export type OpenRequest = Pick<ExchangeRequest, 'url' | 'method' | 'headers' | 'body' | 'ca'>;

/** Begins a request; the caller sends its body and listens. @internal */
export function openRequest({ url, method, headers, body, ca }: OpenRequest): ClientRequest {
  const options = {
    method,
    agent: false,
    headers: {
      accept: '*/*',
      'accept-encoding': 'identity',
      'user-agent': 'cdk8s-mlops',
      ...headers,
      ...(body instanceof Buffer ? { 'content-length': String(body.length) } : {}),
    },
  } as const;
  // Explicit, so that NODE_TLS_REJECT_UNAUTHORIZED in the pod cannot turn verification off.
  return url.protocol === 'https:'
    ? secureRequest(url, { ...options, ...(ca === undefined ? {} : { ca }), rejectUnauthorized: true })
    : plainRequest(url, options);
}

function answerOf(response: IncomingMessage, body: Buffer, latency: number): Answer | NoAnswer {
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') return { kind: 'unreadable', detail: `the answer is encoded as ${encoding}, unasked` };
  const { statusCode = 0, headers } = response;
  const contentType = headers['content-type'] ?? '';
  return { kind: 'answer', status: statusCode, contentType, location: headers.location, headers, body, latency };
}

function cutOff(response: IncomingMessage, received: number): NoAnswer {
  const announced = response.headers['content-length'];
  const of = announced === undefined ? '' : ` of ${announced}`;
  return { kind: 'truncated', detail: `the connection was closed after ${received}${of} bytes of the body` };
}

function seconds(milliseconds: number): string {
  return `${Number((milliseconds / 1000).toFixed(1))} s`;
}
