import { Duration } from 'cdk8s';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { checkEnv, type Env, type KeyOf } from '../core/container/env';
import type { Image } from '../core/container/image';
import type { Volume } from '../core/container/volume';
import { PipelineError } from '../core/error';
import { oneOf } from '../core/parameter/one-of';
import { text } from '../core/parameter/text';
import { programTask, programTimeout } from '../core/program-task';
import type { Task } from '../core/task';
import { secondsOf, type TimeSpan } from '../core/time-span';
import { programText } from '../programs/bundle';
import { bucketName } from '../programs/s3/names';
import { addressings, storeEndpoint, storeRegion } from '../programs/s3/object-store';
import { checkRead } from './check-read';
import { checkServiceUrl } from './service-url';
import { trustedCertificates } from './trusted-certificates';

/** Who asks an object store; each from a Secret. @public */
export interface ObjectStoreCredentials {
  readonly accessKeyId: KeyOf;
  readonly secretAccessKey: KeyOf;
  /** Of credentials that expire. @default - they do not */
  readonly sessionToken?: KeyOf | undefined;
}

/** @public */
export interface ObjectStoreOptions {
  readonly credentials: ObjectStoreCredentials;
  /** @default 'us-east-1', which MinIO has unless it is told another */
  readonly region?: string | undefined;
  /** Where a bucket is named: in the path of an address, or before its host. @default 'path' */
  readonly addressing?: 'path' | 'virtual-host' | undefined;
  /** Certificates of a private authority, in PEM: `configKey('internal-ca', 'ca.crt')`. @default - public ones only */
  readonly certificates?: KeyOf | undefined;
}

/** @public */
export interface EnsureBucketsOptions {
  /** Their names. */
  readonly buckets: readonly string[];
  /** Longest time it is tried for, in whole seconds. @default 2 minutes */
  readonly deadline?: TimeSpan | undefined;
  /** @default - a plain Node image */
  readonly programImage?: Image | undefined;
}

/** What a step came to that makes buckets; `made` are their names, with commas between them. @public */
export type EnsuredBuckets = Task<{}, { readonly outcome: 'made' | 'there'; readonly made: string }>;

/**
 * A store with the S3 API: Amazon's, MinIO, and others that speak it.
 *
 * @public
 */
export interface ObjectStore {
  readonly url: string;
  readonly region: string;
  /**
   * What boto3, other clients of Amazon and MLflow read: `AWS_ENDPOINT_URL_S3`, `MLFLOW_S3_ENDPOINT_URL`, `AWS_REGION`,
   * `AWS_DEFAULT_REGION`, and the credentials from their Secrets.
   */
  readonly env: Env;
  /**
   * A step that makes the buckets which are not there, in as many runs at once as there are. One that belongs to somebody
   * else ends the run red.
   *
   * @throws PipelineError MLP3072 for a name that S3 refuses, one that is given twice, or none.
   * @example
   * ```ts
   * const buckets = store.ensureBuckets('init-buckets', { buckets: ['mlflow', 'model-promotion'] });
   * ```
   */
  ensureBuckets(name: string, options: EnsureBucketsOptions): EnsuredBuckets;
  /** What a program of ours is told. @internal */
  readonly forProgram: { readonly env: Env; readonly mounts: { readonly [path: string]: Volume } };
}

const what = 'ObjectStore.at';

/** @public */
export const ObjectStore: {
  /**
   * Declares a store by its address as pods see it.
   *
   * @throws PipelineError MLP3071 for credentials that are not in a Secret, a region or an address with a path; MLP1209 for
   * localhost.
   * @see https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html
   * @example
   * ```ts
   * const store = ObjectStore.at('http://minio.mlops.svc.cluster.local:9000', {
   *   credentials: {
   *     accessKeyId: secretKey('minio-credentials', 'access-key'),
   *     secretAccessKey: secretKey('minio-credentials', 'secret-key'),
   *   },
   * });
   * ```
   */
  readonly at: (url: string, options: ObjectStoreOptions) => ObjectStore;
} = {
  at(url, options) {
    checkProps(options, ['credentials', 'region', 'addressing', 'certificates'], what);
    const { credentials, region = 'us-east-1', addressing = 'path' } = options;
    const address = checkServiceUrl(url, `the url of ${what}`);
    checkRead('MLP3071', `the url of ${what}`, () => storeEndpoint(address));
    checkRead('MLP3071', `the region of ${what}`, () => storeRegion(String(region)));
    if (!addressings.includes(addressing))
      throw unusable(`the addressing of ${what} is ${show(addressing)}`, "'path' or 'virtual-host'");
    const env: Env = { AWS_ENDPOINT_URL_S3: address, AWS_REGION: region, ...credentialsEnv(credentials) };
    const { env: trust, mounts } = trustedCertificates(options.certificates, what);
    const forProgram = Object.freeze({
      env: Object.freeze({ ...env, ...trust, ...(addressing === 'path' ? {} : { S3_ADDRESSING: addressing }) }),
      mounts,
    });
    return Object.freeze({
      url: address,
      region,
      // boto3 reads another variable for the region than the other clients, and MLflow one for the address.
      env: Object.freeze({ ...env, AWS_DEFAULT_REGION: region, MLFLOW_S3_ENDPOINT_URL: address }),
      ensureBuckets: (name: string, given: EnsureBucketsOptions) => ensureBuckets(name, given, forProgram),
      forProgram,
    });
  },
};

function credentialsEnv(credentials: ObjectStoreCredentials): Env {
  const whose = `the credentials of ${what}`;
  checkProps(credentials, ['accessKeyId', 'secretAccessKey', 'sessionToken'], whose);
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const env: Env = {
    AWS_ACCESS_KEY_ID: fromSecret(accessKeyId, `the accessKeyId of ${what}`),
    AWS_SECRET_ACCESS_KEY: fromSecret(secretAccessKey, `the secretAccessKey of ${what}`),
    ...(sessionToken === undefined
      ? {}
      : { AWS_SESSION_TOKEN: fromSecret(sessionToken, `the sessionToken of ${what}`) }),
  };
  checkEnv(env, whose);
  return env;
}

/** What else it is, is not quoted: it may be the secret. */
function fromSecret(value: KeyOf, whose: string): KeyOf {
  if (typeof value === 'object' && value !== null && value.from === 'secret') return value;
  const found = value === undefined ? 'is missing' : `is ${typeof value === 'string' ? 'text' : 'no Secret'}`;
  throw unusable(`${whose} ${found}`, "secretKey('minio-credentials', 'access-key')");
}

function ensureBuckets(
  name: string,
  options: EnsureBucketsOptions,
  { env, mounts }: ObjectStore['forProgram'],
): EnsuredBuckets {
  const of = `ensureBuckets ${show(name)}`;
  checkProps(options, ['buckets', 'deadline', 'programImage'], of);
  const { buckets, deadline = Duration.minutes(2), programImage } = options;
  const given: readonly unknown[] = Array.isArray(buckets) ? buckets : [];
  const names = given.map((bucket) => checkBucket(bucket, `a bucket of ${of}`));
  const twice = names.find((each, i) => names.indexOf(each) !== i);
  if (names.length === 0 || twice !== undefined)
    throw new PipelineError({
      code: 'MLP3072',
      message: twice === undefined ? `${of} makes ${show(buckets)}` : `${of} makes ${show(twice)} twice`,
      expected: "each bucket once: ['mlflow', 'model-promotion']",
    });
  const seconds = secondsOf(deadline, `the deadline of ${of}`);
  return programTask(
    name,
    { name: 'ensure-buckets', text: programText('ensure-buckets') },
    {
      image: programImage,
      outputs: { outcome: oneOf(['made', 'there']), made: text({ pattern: /[a-z0-9.,-]*/, default: '' }) },
      env: () => ({ ...env, BUCKETS: names.join(','), DEADLINE_SECONDS: String(seconds) }),
      mounts,
      timeout: programTimeout(seconds),
    },
  );
}

/** By the rules of S3. Throws MLP3072. @internal */
export function checkBucket(bucket: unknown, whose: string): string {
  if (typeof bucket === 'string') return checkRead('MLP3072', whose, () => bucketName(bucket));
  throw new PipelineError({ code: 'MLP3072', message: `${whose} is ${show(bucket)}`, actual: bucket });
}

function unusable(message: string, expected: string): PipelineError {
  return new PipelineError({ code: 'MLP3071', message, expected });
}
