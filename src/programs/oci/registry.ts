import type { Readable } from 'node:stream';
import { type Call, type Calling, call } from '../http-call';
import { type Download, download } from '../http-download';
import { type Answer, exchange, type NoAnswer } from '../http-exchange';
import { Trouble } from '../trouble';
import { authorization } from './authorization';
import type { Repository } from './repository';

/** @internal */
export interface RegistryRequest {
  /** Below the repository, such as `/manifests/latest`; or an address that the registry gave. */
  readonly to: string | URL;
  /** @default GET */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Whether something is written. @default false */
  readonly push?: boolean;
  /** Another repository of the registry, of which something is read as well. */
  readonly from?: string;
}

/** What a program asks of a repository; credentials go to its registry and to nobody else. @internal */
export interface Registry {
  readonly repository: Repository;
  /** @throws Trouble if there is no answer, or nobody may have one */
  ask(request: RegistryRequest): Promise<Answer>;
  /** Begins to read something large, once: whoever reads it to its end knows whether to begin again. */
  open(path: string): Promise<Download | NoAnswer>;
  /** Sends something large to an address that the registry gave. */
  stream(to: URL, headers: Readonly<Record<string, string>>, body: Readable): Promise<Answer | NoAnswer>;
  /** An address that the registry gave, which may be relative and of another host. */
  locate(location: string | undefined, base: URL): URL;
}

/** Whoever asked is not allowed what was asked. @internal */
export class Denied extends Trouble {
  override readonly name = 'Denied';
}

const mostRedirects = 5;
const mostStumbles = 3;

/** @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md @internal */
export function registryOf(repository: Repository, calling: Calling): Registry {
  const { session, deadline } = calling;
  const { api, host, path } = repository;
  const auth = authorization(repository, calling);
  const scopesOf = (push: boolean, from?: string): readonly string[] => [
    `repository:${path}:${push ? 'pull,push' : 'pull'}`,
    ...(from === undefined ? [] : [`repository:${from}:pull`]),
  ];
  const urlOf = (to: string | URL): URL => (typeof to === 'string' ? new URL(`${api.origin}/v2/${path}${to}`) : to);
  const headersFor = (url: URL, scopes: readonly string[]) =>
    url.origin === api.origin ? auth.headersFor(scopes) : {};
  const locate = (location: string | undefined, base: URL): URL => {
    const url = location !== undefined && URL.canParse(location, base.href) ? new URL(location, base) : undefined;
    if (url === undefined || !/^https?:$/.test(url.protocol))
      throw new Trouble(`registry ${host} gave no address to go on at`);
    if (base.protocol === 'https:' && url.protocol === 'http:')
      throw new Trouble(
        `registry ${host} goes on without TLS at ${url.host}: does the proxy before it set X-Forwarded-Proto?`,
      );
    return url;
  };
  const denied = (push: boolean, said = ''): Denied => {
    const who = repository.credentials === undefined ? 'anybody' : 'these credentials';
    const why = said === '' ? '' : `: ${session.show(said, 200)}`;
    return new Denied(`registry ${host} does not let ${who} ${push ? 'write to' : 'read'} ${path}${why}`);
  };
  /** A registry that stumbles over its own storage, or over another who writes the same, says 500. */
  const steadily = async (request: Call): Promise<Answer> => {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await call(request, calling);
      if (answer.status !== 500 || attempt === mostStumbles || deadline.expired()) return answer;
      session.log(`registry ${host} answered 500, trying again`);
      await deadline.sleep(250 * 2 ** attempt * (0.5 + Math.random()));
    }
  };
  /** Sends, and again after the registry has asked who is there. */
  const authorized = async <A extends { readonly kind: string }>(
    url: URL,
    scopes: readonly string[],
    push: boolean,
    send: (headers: Readonly<Record<string, string>>) => Promise<A>,
  ): Promise<A> => {
    const first = await send(headersFor(url, scopes));
    const challenge = challengeOf(first);
    if (challenge === undefined || url.origin !== api.origin) return first;
    discard(first);
    await auth.answer(challenge, scopes);
    const second = await send(headersFor(url, scopes));
    if (challengeOf(second) === undefined) return second;
    discard(second);
    throw denied(push);
  };

  return {
    repository,
    locate,
    async ask({ to, method = 'GET', headers = {}, body, push = false, from }) {
      const scopes = scopesOf(push, from);
      let url = urlOf(to);
      for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
        const send = (more: Readonly<Record<string, string>>) =>
          steadily({ url, method, headers: { ...headers, ...more }, body, repeatable: true, timeout: 30_000 });
        const answer = await authorized(url, scopes, push, send);
        // What refuses a PUT may be a rule about tags, which is for the caller to tell.
        if (answer.status === 403 && method !== 'PUT') throw denied(push, answer.body.toString());
        if (!isRedirect(answer.status) || !['GET', 'HEAD'].includes(method)) return answer;
        url = locate(answer.location, url);
      }
      throw new Trouble(`registry ${host} redirects more than ${mostRedirects} times`);
    },
    async open(to) {
      let url = urlOf(to);
      const scopes = scopesOf(false);
      for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
        const timeout = Math.min(30_000, deadline.remaining());
        const answer = await authorized(url, scopes, false, (headers) => download({ url, headers, timeout }));
        if (answer.kind !== 'download' || !isRedirect(answer.status)) return answer;
        discard(answer);
        url = locate(answer.headers.location, url);
      }
      throw new Trouble(`registry ${host} redirects more than ${mostRedirects} times`);
    },
    async stream(to, headers, body) {
      const all = { ...headers, ...headersFor(to, scopesOf(true)) };
      const timeout = Math.max(1, Math.min(deadline.remaining(), 2 ** 31 - 1));
      return exchange({ url: to, method: 'PATCH', headers: all, body, timeout, maxBytes: 64 * 1024 });
    },
  };
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

function challengeOf(answer: { readonly kind: string }): string | undefined {
  const { status, headers } = answer as Partial<Answer>;
  return status === 401 ? String(headers?.['www-authenticate'] ?? '') : undefined;
}

function discard(answer: { readonly kind: string }): void {
  if (answer.kind === 'download') (answer as Download).body.destroy();
}
