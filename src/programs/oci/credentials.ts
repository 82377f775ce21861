import { readFileSync } from 'node:fs';
import { InputError } from '../input-error';
import { isRecord, type JsonRecord } from '../json-value';
import type { RepositoryName } from './reference';

/** @internal */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/**
 * The entry for a repository in a `config.json` of Docker, as Secrets of type `kubernetes.io/dockerconfigjson` hold it; the
 * longest matching path counts.
 *
 * @throws InputError, with nothing of the file in it, unless there is one with a user name and a password
 * @see https://kubernetes.io/docs/concepts/containers/images/#config-json
 * @internal
 */
export function dockerCredentials(file: string, of: RepositoryName): Credentials {
  const entries = Object.entries(authsOf(file)).map(([key, entry]) => [placeOf(key), entry] as const);
  const [found] = entries
    .filter(([place]) => `${of.host}/${of.path}/`.startsWith(`${place}/`))
    .sort(([a], [b]) => b.length - a.length);
  if (found === undefined) throw new InputError(`${file} has no entry for ${of.host}/${of.path}`);
  const credentials = isRecord(found[1]) ? credentialsOf(found[1]) : undefined;
  if (credentials !== undefined) return credentials;
  throw new InputError(
    `${file} has no user name and password for ${found[0]}: credential helpers and identity tokens can not be used here`,
  );
}

function authsOf(file: string): JsonRecord {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (problem) {
    const { code } = problem as NodeJS.ErrnoException;
    throw new InputError(`${file} ${code === undefined ? 'is not valid JSON' : `cannot be read (${code})`}`);
  }
  // The old type kubernetes.io/dockercfg is the inner object alone.
  const auths = isRecord(json) && isRecord(json.auths) ? json.auths : json;
  if (!isRecord(auths)) throw new InputError(`${file} is no config.json of Docker`);
  return auths;
}

/** `https://index.docker.io/v1/` is what `docker login` writes for Docker Hub. */
function placeOf(key: string): string {
  const place = key
    .replace(/^https?:\/\//, '')
    .replace(/\/(v[12]\/?)?$/, '')
    .replace(/\/v[12]$/, '');
  return place.replace(/^(index|registry-1)\.docker\.io(?=$|\/)/, 'docker.io');
}

function credentialsOf({ username, password, auth }: JsonRecord): Credentials | undefined {
  if (typeof username === 'string' && typeof password === 'string' && username !== '') return { username, password };
  if (typeof auth !== 'string') return undefined;
  const [, name = '', secret = ''] = /^([^:]+):(.+)$/s.exec(Buffer.from(auth, 'base64').toString()) ?? [];
  return name === '' ? undefined : { username: name, password: secret };
}
