import { isIP } from 'node:net';
import { InputError } from '../input-error';
import type { ObjectStore } from './object-store';
import { encoded } from './signature';

/**
 * Where a bucket is, or an object in it.
 *
 * @param key empty for the bucket itself
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 * @internal
 */
export function addressIn({ endpoint, addressing }: ObjectStore, bucket: string, key = '', query = ''): URL {
  const path = key.split('/').map(encoded).join('/');
  if (addressing === 'virtual-host') return new URL(`${endpoint.protocol}//${bucket}.${endpoint.host}/${path}${query}`);
  return new URL(`${endpoint.origin}/${bucket}${key === '' ? '' : `/${path}`}${query}`);
}

/** @throws InputError where nothing can stand before the host @internal */
export function checkAddressing({ endpoint, addressing }: Pick<ObjectStore, 'endpoint' | 'addressing'>): void {
  if (addressing === 'virtual-host' && isIP(endpoint.hostname.replace(/^\[|\]$/g, '')) !== 0)
    throw new InputError(`S3_ADDRESSING: no bucket can stand before the address ${endpoint.hostname}: use path`);
}
