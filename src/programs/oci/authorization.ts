import { type Calling, call } from '../http-call';
import type { Answer } from '../http-exchange';
import { textAt, valueAt } from '../json-value';
import { Trouble } from '../trouble';
import { type Challenge, challenges } from './challenge';
import { basicHeader, type Repository } from './repository';

/** Knows what to say to a registry, once it has asked. @internal */
export interface Authorization {
  /** What is sent along for these scopes; nothing before the registry has asked. */
  headersFor(scopes: readonly string[]): Readonly<Record<string, string>>;
  /** Does what the registry asked for with a 401. @throws Trouble if that can't be done or was done before */
  answer(challenge: string, scopes: readonly string[]): Promise<void>;
}

/**
 * Basic authentication, or a token of the server that the registry names.
 *
 * @see https://distribution.github.io/distribution/spec/auth/token/
 * @internal
 */
export function authorization(repository: Repository, calling: Calling): Authorization {
  const { credentials, host, path } = repository;
  const { session } = calling;
  const known = new Map<string, { readonly header: string; readonly until: number }>();
  const registry = `registry ${host}`;
  const keyOf = (scopes: readonly string[]): string => scopes.join(' ');

  const headersFor = (scopes: readonly string[]): Readonly<Record<string, string>> => {
    const { header, until } = known.get(keyOf(scopes)) ?? { header: '', until: 0 };
    return header === '' || until < performance.now() ? {} : { authorization: header };
  };
  const basic = (scopes: readonly string[]): void => {
    if (credentials === undefined)
      throw new Trouble(`${registry} asks for a user name and a password for ${path}, and none were given`);
    known.set(keyOf(scopes), { header: basicHeader(credentials), until: Number.POSITIVE_INFINITY });
  };
  const bearer = async ({ parameters }: Challenge, scopes: readonly string[]): Promise<void> => {
    const url = realmOf(parameters.get('realm') ?? '');
    const service = parameters.get('service');
    if (service !== undefined) url.searchParams.set('service', service);
    for (const scope of scopes) url.searchParams.append('scope', scope);
    const headers: Record<string, string> =
      credentials === undefined ? {} : { authorization: basicHeader(credentials) };
    const answer = await call({ url, headers, maxBytes: 256 * 1024 }, calling);
    const { token, seconds } = tokenIn(answer, url.origin);
    session.hide(token);
    const header = `Bearer ${token}`;
    known.set(keyOf(scopes), { header, until: performance.now() + seconds * 900 });
  };
  const realmOf = (realm: string): URL => {
    const url = URL.canParse(realm) ? new URL(realm) : undefined;
    // It gets the password, so it is to be as trustworthy as the registry.
    if (url?.protocol === 'https:' || (url?.protocol === 'http:' && repository.api.protocol === 'http:')) {
      if (url.username === '' && url.password === '') return url;
    }
    throw new Trouble(`${registry} sends for a token to ${session.show(realm, 120) || 'nowhere'}, which is not asked`);
  };
  const tokenIn = ({ status, body }: Answer, from: string): { readonly token: string; readonly seconds: number } => {
    if (status === 401 || status === 403)
      throw new Trouble(
        credentials === undefined
          ? `${registry} asks for credentials for ${path}, and none were given`
          : `the token server ${from} of ${registry} does not accept the credentials`,
      );
    // No excerpt of the answer: what is half a token is a secret too.
    if (status !== 200) throw new Trouble(`the token server ${from} of ${registry} answered ${status}`);
    const json = parsed(body);
    const named = ['token', 'access_token'].find((name) => typeof valueAt(json, name) === 'string');
    const token = named === undefined ? '' : textAt(json, named);
    if (!/^[\x21-\x7e]+$/.test(token)) throw new Trouble(`the token server ${from} of ${registry} gave no token`);
    const seconds = Number(valueAt(json, 'expires_in') ?? 60);
    return { token, seconds: Number.isFinite(seconds) ? Math.max(seconds, 10) : 60 };
  };

  return {
    headersFor,
    async answer(challenge, scopes) {
      const asked = challenges(challenge);
      const wanted = asked.find(({ scheme }) => scheme === 'bearer') ?? asked.find(({ scheme }) => scheme === 'basic');
      if (wanted === undefined)
        throw new Trouble(
          `${registry} asks for credentials in a way that is not known: ${session.show(challenge, 80)}`,
        );
      if (wanted.scheme === 'bearer') await bearer(wanted, scopes);
      else basic(scopes);
    },
  };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
