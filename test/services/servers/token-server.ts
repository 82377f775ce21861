import { randomUUID, sign, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { selfSigned } from '../../../src/simulate/local/cluster/self-signed';
import { startHttpServer } from '../../harness/http-server';
import { credentialsOf } from './basic-auth';
import { registryUsers } from './registry-users';

const service = 'registry of the tests';
const issuer = 'token server of the tests';

/** A running token server and what a registry has to know of it. */
export interface TokenServer {
  /** The registry's `auth.token`. */
  readonly config: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/**
 * The server that the challenge of a registry names (`Bearer realm="…"`): asked with name and password it answers a token
 * for the wanted scopes, as far as the user may.
 */
export async function startTokenServer(home: string): Promise<TokenServer> {
  const { key, cert } = selfSigned('127.0.0.1');
  const certificate = join(home, 'token.crt');
  writeFileSync(certificate, cert);
  const x5c = [new X509Certificate(cert).raw.toString('base64')];
  const server = await startHttpServer((request, response) => {
    const [name, password] = credentialsOf(request) ?? [];
    const user = Object.values(registryUsers).find(({ username }) => username === name);
    if (user === undefined || user.password !== password) {
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"errors":[{"code":"UNAUTHORIZED"}]}');
      return;
    }
    const { searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
    const access = searchParams
      .getAll('scope')
      .flatMap((scopes) => scopes.split(' '))
      .map((scope) => granted(scope, user.actions));
    const now = Math.floor(Date.now() / 1000);
    const lifetime = 300;
    const claims = { iss: issuer, aud: service, sub: user.username, jti: randomUUID(), access };
    const token = signed({ ...claims, iat: now, nbf: now - 10, exp: now + lifetime }, x5c, key);
    const answer = { token, access_token: token, expires_in: lifetime, issued_at: new Date(now * 1000).toISOString() };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  // Clients refuse to be sent to an address of a private network, for their password's sake.
  const realm = `http://localhost:${server.port}/token`;
  return { config: { realm, service, issuer, rootcertbundle: certificate }, stop: server.stop };
}

/** `repository:name:pull,push` as a claim; a name may hold colons. */
function granted(scope: string, allowed: readonly string[]) {
  const [, type = '', name = '', wanted = ''] = /^([^:]+):(.+):([^:]*)$/.exec(scope) ?? [];
  return { type, name, actions: wanted.split(',').filter((action) => allowed.includes(action)) };
}

function signed(claims: object, x5c: readonly string[], key: string): string {
  const parts = [{ typ: 'JWT', alg: 'ES256', x5c }, claims];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}
