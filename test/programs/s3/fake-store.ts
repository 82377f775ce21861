import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { startHttpServer } from '../../harness/http-server';

/** One request as the store got it. */
export interface StoreRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

/** A store in memory with the conditions of S3. It asks nobody who is there: the real one does. */
export interface FakeStore {
  readonly url: string;
  /** Objects by bucket and key. */
  readonly objects: Map<string, Buffer>;
  readonly buckets: Set<string>;
  /** Buckets of somebody else. */
  readonly foreign: Set<string>;
  readonly requests: readonly StoreRequest[];
  /** Looked at first; what it answers the store does not do. Undefined lets the store go on. */
  before: (request: StoreRequest) => { readonly status: number; readonly code?: string } | undefined;
  /** Whether `If-Match` and `If-None-Match` count. */
  conditions: boolean;
  stop(): Promise<void>;
}

export async function fakeStore(...buckets: readonly string[]): Promise<FakeStore> {
  const requests: StoreRequest[] = [];
  const store: Omit<FakeStore, 'url' | 'stop'> = {
    objects: new Map(),
    buckets: new Set(buckets),
    foreign: new Set(),
    requests,
    before: () => undefined,
    conditions: true,
  };
  const { url, stop } = await startHttpServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const seen = { method: request.method ?? '', path: request.url ?? '', headers: request.headers };
    requests.push(seen);
    const instead = store.before(seen);
    const answered = instead ?? answer(store, seen, Buffer.concat(chunks));
    send(response, request.method === 'HEAD', answered);
  });
  return Object.assign(store, { url, stop });
}

interface Answered {
  readonly status: number;
  readonly code?: string;
  readonly body?: Buffer;
}

function answer(
  store: Omit<FakeStore, 'url' | 'stop'>,
  { method, path, headers }: StoreRequest,
  body: Buffer,
): Answered {
  const { pathname } = new URL(path, 'http://store');
  const [, bucket = '', ...rest] = pathname.split('/');
  const key = decodeURIComponent(rest.join('/'));
  if (store.foreign.has(bucket)) {
    const making = method === 'PUT' && key === '';
    return making ? { status: 409, code: 'BucketAlreadyExists' } : { status: 403, code: 'AccessDenied' };
  }
  if (key === '' && method === 'PUT') {
    if (store.buckets.has(bucket)) return { status: 409, code: 'BucketAlreadyOwnedByYou' };
    store.buckets.add(bucket);
    return { status: 200 };
  }
  if (!store.buckets.has(bucket)) return { status: 404, code: 'NoSuchBucket' };
  if (key === '') return { status: 200 };
  const name = `${bucket}/${key}`;
  const found = store.objects.get(name);
  if (method === 'GET') return found === undefined ? { status: 404, code: 'NoSuchKey' } : { status: 200, body: found };
  const wanted = headers['if-match'];
  if (store.conditions && wanted !== undefined && (found === undefined || etagOf(found) !== wanted))
    return found === undefined ? { status: 404, code: 'NoSuchKey' } : { status: 412, code: 'PreconditionFailed' };
  if (store.conditions && headers['if-none-match'] === '*' && found !== undefined)
    return { status: 412, code: 'PreconditionFailed' };
  store.objects.set(name, body);
  return { status: 200, body };
}

function send(response: ServerResponse, headOnly: boolean, { status, code, body }: Answered): void {
  const text = code === undefined ? (body ?? '') : `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`;
  response.writeHead(status, body === undefined ? {} : { etag: etagOf(body) }).end(headOnly ? undefined : text);
}

function etagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

/** What a program is told of it. */
export function storeEnv({ url }: Pick<FakeStore, 'url'>): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL_S3: url,
    AWS_ACCESS_KEY_ID: 'the-access-key',
    AWS_SECRET_ACCESS_KEY: 'the-secret-key-of-it',
  };
}
