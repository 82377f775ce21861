import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Reply } from '../../programs/candidate';
import { endToEnd } from './backend';
import type { Exchange, Fault } from './exchange';

/** No fault: the server's own answer, as it comes. */
export const pass: Fault = withHeaders({});

/** The server's own answer to the request with other headers: with `host`, as if it were called by that name. */
export function withHeaders(headers: Readonly<Record<string, string>>): Fault {
  return async ({ forward, response }) => {
    const answer = await forward(headers);
    response.writeHead(answer.statusCode ?? 0, endToEnd(answer.headers));
    response.flushHeaders();
    for await (const chunk of answer) response.write(chunk);
    response.end();
  };
}

/** One of the replies of `programs/candidate`; the server hears nothing of the request. */
export function instead(reply: Reply): Fault {
  let count = 0;
  return ({ request, response }) => {
    reply(response, count, response.req, request.body);
    count += 1;
  };
}

/** A status with a Kubernetes-like body in JSON; the server hears nothing of the request. */
export function status(code: number, headers: Readonly<Record<string, string>> = {}): Fault {
  return ({ response }) => {
    const body = JSON.stringify({ error_code: 'INJECTED', message: `injected ${code}`, code });
    response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(body);
  };
}

/** A page of a proxy or a login form where an answer is due. */
export function html(code = 200): Fault {
  return ({ response }) => {
    response.writeHead(code, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title><p>Sign in');
  };
}

/** The connection breaks before the server hears of the request. */
export const lostRequest: Fault = ({ response }) => {
  response.socket?.resetAndDestroy();
};

/** The server gets half of the request, then the connection breaks. */
export const halfRequest: Fault = async ({ forwardHalf, response }) => {
  await forwardHalf();
  response.socket?.resetAndDestroy();
};

/** The server does what it is asked, and its answer is lost. */
export const lostAnswer: Fault = async ({ forward, response }) => {
  await bodyOf(await forward());
  response.socket?.resetAndDestroy();
};

/** Half of the server's answer, then the connection breaks. */
export const halfAnswer: Fault = async (exchange) => {
  const { answer, body } = await answered(exchange);
  const { response } = exchange;
  response.writeHead(answer.statusCode ?? 0, { ...endToEnd(answer.headers), 'content-length': String(body.length) });
  response.write(body.subarray(0, body.length / 2), () => response.socket?.destroy());
};

/** From this request on connections are refused, until the proxy is told to come up again. */
export const goesDown: Fault = ({ goDown }) => goDown();

/** Never any answer; the server hears nothing of the request. */
export const silence: Fault = () => undefined;

/** The fault, or the server's own answer, after a while. */
export function delayed(milliseconds: number, fault: Fault = pass): Fault {
  return async (exchange) => {
    await sleep(milliseconds);
    await fault(exchange);
  };
}

/** The server's own answer, a byte at a time. */
export function trickling(millisecondsPerByte: number): Fault {
  return async (exchange) => {
    const { answer, body } = await answered(exchange);
    const { response } = exchange;
    response.writeHead(answer.statusCode ?? 0, endToEnd(answer.headers));
    for (const byte of body) {
      if (response.destroyed) return;
      response.write(Buffer.of(byte));
      await sleep(millisecondsPerByte);
    }
    response.end();
  };
}

/** The server's own answer with its body changed; its length is told as it is. */
export function changed(change: (body: string) => string): Fault {
  return async (exchange) => {
    const { answer, body } = await answered(exchange);
    const text = Buffer.from(change(body.toString()));
    const headers = { ...endToEnd(answer.headers), 'content-length': String(text.length) };
    exchange.response.writeHead(answer.statusCode ?? 0, headers).end(text);
  };
}

/** The first half of the answer as if it were all of it: broken JSON, or a manifest with another digest. */
export const shortened: Fault = changed((body) => body.slice(0, body.length / 2));

/** Lists are empty. */
export const emptied: Fault = changed((body) =>
  JSON.stringify(JSON.parse(body), (_, value) => (Array.isArray(value) ? [] : value)),
);

/** Numbers are NaN, as Python writes them. */
export const nan: Fault = changed((body) => {
  const mark = '\u0000NaN';
  const marked = JSON.stringify(JSON.parse(body), (_, value) => (typeof value === 'number' ? mark : value));
  return marked.replaceAll(JSON.stringify(mark), 'NaN');
});

/** Holds requests until so many came, then passes them all: what runs must do that race. One for all of them. */
export function together(count: number): Fault {
  let come = 0;
  let release: () => void;
  const all = new Promise<void>((resolve) => {
    release = resolve;
  });
  return async (exchange) => {
    come += 1;
    if (come >= count) release();
    await all;
    await pass(exchange);
  };
}

async function answered({ forward }: Exchange): Promise<{ readonly answer: IncomingMessage; readonly body: Buffer }> {
  const answer = await forward();
  return { answer, body: await bodyOf(answer) };
}

async function bodyOf(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return Buffer.concat(chunks);
}
