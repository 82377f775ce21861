import { InputError } from '../input-error';
import { matching, quoted } from '../parse';

/** Where images of one name are. @internal */
export interface RepositoryName {
  /** Host and port as references have them: `ghcr.io`, `registry.mlops.svc.cluster.local:5000`. */
  readonly host: string;
  /** Such as `acme/fraud`. */
  readonly path: string;
}

const part = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const host = '(?=[^/]*[.:]|localhost)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?';
const repository = new RegExp(`^(${host})/(${part}(?:/${part})*)$`);

const expected = 'expected a registry and a repository, without tag: registry.example.com:5000/team/app';

/** A repository with its registry, as the distribution specification allows it. @internal */
export function repositoryName(text: string): RepositoryName {
  const [, name, path] = text.length <= 255 ? (repository.exec(text) ?? []) : [];
  // Before an @ there may be a password, which is not quoted back.
  if (name === undefined || path === undefined)
    throw new InputError(`${expected}, found ${text.includes('@') ? 'something with an @' : quoted(text)}`);
  if (name === 'docker.io' && !path.includes('/')) throw new InputError(`write docker.io/library/${path}`);
  return { host: name, path };
}

/** @internal */
export const tagName: (text: string) => string = matching(
  /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/,
  'a tag of letters, digits and _.-',
);

/** @internal */
export const sha256Digest: (text: string) => string = matching(
  /^sha256:[0-9a-f]{64}$/,
  'a digest: sha256: and 64 hexadecimal digits',
);

/** A tag, or the digest itself. @internal */
export function tagOrDigest(text: string): string {
  return text.includes(':') ? sha256Digest(text) : tagName(text);
}
