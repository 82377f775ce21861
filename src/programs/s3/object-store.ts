import { baseUrl } from '../base-url';
import { credential } from '../credential';
import { optional, type Parse, required, type Values, type Variable } from '../environment';
import { InputError } from '../input-error';
import { matching, oneOf } from '../parse';
import type { Session } from '../session';
import { checkAddressing } from './address';
import type { AccessKey } from './signature';

/** An object store and how one is let in. @internal */
export interface ObjectStore {
  readonly endpoint: URL;
  readonly region: string;
  /** Where the bucket stands: in the path, or before the host. */
  readonly addressing: Addressing;
  readonly key: AccessKey;
}

/** @internal */
export const addressings = ['path', 'virtual-host'] as const;

/** @internal */
export type Addressing = (typeof addressings)[number];

/** The origin of an S3 API; what stands behind the host would be taken for a bucket. @internal */
export const storeEndpoint: Parse<URL> = (text) => {
  const url = baseUrl(text);
  if (url.pathname !== '/') throw new InputError('must not contain a path: buckets are named on their own');
  return url;
};

/** @internal */
export const storeRegion: Parse<string> = matching(/^[a-z0-9][a-z0-9-]{0,62}$/, 'a region such as us-east-1');

/**
 * The variables by which Amazon's own clients find a store too.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
 * @internal
 */
export const storeContract: {
  readonly endpoint: Variable<URL>;
  readonly region: Variable<string>;
  readonly addressing: Variable<Addressing>;
  readonly accessKeyId: Variable<string>;
  readonly secretAccessKey: Variable<string>;
  readonly sessionToken: Variable<string | undefined>;
} = {
  endpoint: required('AWS_ENDPOINT_URL_S3', storeEndpoint),
  region: optional('AWS_REGION', storeRegion, 'us-east-1'),
  addressing: optional('S3_ADDRESSING', oneOf(addressings), 'path'),
  accessKeyId: required('AWS_ACCESS_KEY_ID', secret),
  secretAccessKey: required('AWS_SECRET_ACCESS_KEY', secret),
  sessionToken: optional('AWS_SESSION_TOKEN', secret, undefined),
};

/** It goes into a header, where a space would end it. */
function secret(text: string): string {
  if (/^[\x21-\x7e]{1,4096}$/.test(credential(text))) return text;
  throw new InputError('contains spaces or other characters that no credential has');
}

/**
 * The store that a program was told of; its credentials are kept out of every message from here on.
 *
 * @throws InputError for an address before which no bucket can stand
 * @internal
 */
export function readObjectStore(values: Values<typeof storeContract>, session: Session): ObjectStore {
  const { endpoint, region, addressing, accessKeyId, secretAccessKey, sessionToken } = values;
  const key = { accessKeyId, secretAccessKey, sessionToken };
  for (const text of [key.secretAccessKey, key.sessionToken ?? '', key.accessKeyId]) session.hide(text);
  checkAddressing({ endpoint, addressing });
  return { endpoint, region, addressing, key };
}
