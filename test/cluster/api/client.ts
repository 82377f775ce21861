import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { createInterface } from 'node:readline';
import type { KubeObject } from './json';

/** Where an API server is and as whom to speak to it. */
export interface Access {
  readonly port: number;
  /** The server's certificate authority, PEM. */
  readonly ca: string;
  readonly token: string;
}

/** An answer that is not a success. */
export class ApiError extends Error {
  readonly status: number;

  constructor(call: string, status: number, message: string) {
    super(`${call}: ${status} ${message}`);
    this.name = 'ApiError';
    this.status = status;
  }
}

const patchTypes = {
  merge: 'application/merge-patch+json',
  apply: 'application/apply-patch+yaml',
};

/** Speaks to an API server over HTTPS; throws ApiError on any answer that is not a success. */
export interface ApiClient {
  readonly access: Access;
  get<T = KubeObject>(path: string): Promise<T>;
  create<T = KubeObject>(path: string, body: unknown): Promise<T>;
  update<T = KubeObject>(path: string, body: unknown): Promise<T>;
  patch<T = KubeObject>(path: string, body: unknown, type?: keyof typeof patchTypes): Promise<T>;
  remove(path: string): Promise<void>;
  /** Calls `seen` for each change after `resourceVersion`, until the server or `signal` ends it. */
  watch(path: string, resourceVersion: string, seen: (change: Change) => void, signal: AbortSignal): Promise<void>;
}

/** A change as a watch tells it. */
export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: unknown;
}

export function apiClient(access: Access): ApiClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });

  function send(method: string, path: string, body?: string, type = 'application/json', signal?: AbortSignal) {
    return new Promise<IncomingMessage>((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${access.token}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body) }),
      };
      const sent = request(
        {
          host: '127.0.0.1',
          port: access.port,
          method,
          path,
          headers,
          ca: access.ca,
          agent: signal === undefined ? agent : false,
          ...(signal === undefined ? {} : { signal }),
        },
        resolve,
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  async function call<T>(method: string, path: string, body?: unknown, type?: string): Promise<T> {
    const answer = await send(method, path, body === undefined ? undefined : JSON.stringify(body), type);
    const text = await textOf(answer);
    const status = answer.statusCode ?? 0;
    if (status < 200 || status > 299) throw new ApiError(`${method} ${path}`, status, messageIn(text));
    return JSON.parse(text === '' ? 'null' : text);
  }

  return {
    access,
    get: (path) => call('GET', path),
    create: (path, body) => call('POST', path, body),
    update: (path, body) => call('PUT', path, body),
    patch: (path, body, type = 'merge') => call('PATCH', path, body, patchTypes[type]),
    remove: async (path) => {
      await call('DELETE', path);
    },
    watch: async (path, resourceVersion, seen, signal) => {
      const query = `watch=true&allowWatchBookmarks=true&resourceVersion=${resourceVersion}`;
      const answer = await send(
        'GET',
        `${path}${path.includes('?') ? '&' : '?'}${query}`,
        undefined,
        undefined,
        signal,
      );
      if (answer.statusCode !== 200)
        throw new ApiError(`watch ${path}`, answer.statusCode ?? 0, messageIn(await textOf(answer)));
      for await (const line of createInterface({ input: answer })) seen(JSON.parse(line));
    },
  };
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function messageIn(text: string): string {
  try {
    return JSON.parse(text).message ?? text;
  } catch {
    return text;
  }
}
