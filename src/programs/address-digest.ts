import { createHash } from 'node:crypto';

/** What stands for a model that has no image: the digest of its address. @internal */
export function addressDigest(uri: string): string {
  return `sha256:${createHash('sha256').update(withoutSlash(uri)).digest('hex')}`;
}

/** Two addresses that differ by the slash at their end are one. @internal */
export function withoutSlash(uri: string): string {
  return uri.replace(/\/+$/, '');
}
