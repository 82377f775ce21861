import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import type { KeyOf } from '../core/container/env';
import type { Image } from '../core/container/image';
import { PipelineError } from '../core/error';
import { checkName } from '../core/names';
import type { Platform } from '../engines/kubernetes/platform';
import type { ObjectStoreCredentials } from './object-store';
import type { Limits } from './workload';

/** @public */
export interface PlatformDatabase {
  /** Of MLflow's user; PostgreSQL takes it when its claim is empty, and keeps it. */
  readonly password: KeyOf;
  /** Of its claim. @default '10Gi' */
  readonly size?: string | undefined;
  /** @default - PostgreSQL 18.4 */
  readonly image?: Image | undefined;
  /** @default 1 cpu and 1Gi of memory */
  readonly limits?: Limits | undefined;
}

/** @public */
export interface PlatformObjectStore {
  /** Of MinIO's administrator: a name of at least three characters, a password of at least eight. */
  readonly credentials: Pick<ObjectStoreCredentials, 'accessKeyId' | 'secretAccessKey'>;
  /** Made if they are not there; the first is that of MLflow's artefacts. @default ['mlflow'] */
  readonly buckets?: readonly [string, ...string[]] | undefined;
  /** Of its claim. @default '10Gi' */
  readonly size?: string | undefined;
  /** @default - MinIO RELEASE.2025-09-07T16-13-09Z, the last image that its makers published */
  readonly image?: Image | undefined;
  /** @default 1 cpu and 1Gi of memory */
  readonly limits?: Limits | undefined;
}

/** @public */
export interface PlatformMlflow {
  /** Of its Service. @default 'mlflow' */
  readonly name?: string | undefined;
  /** @default 5000 */
  readonly port?: number | undefined;
  /**
   * How clients get at artefacts. `proxied`: through MLflow, so that trainers need no keys. `direct`: at the bucket, by
   * `s3://…`, as KServe must and clients with large files better do; they need `env` with its keys.
   *
   * @default 'proxied'
   */
  readonly artifacts?: 'proxied' | 'direct' | undefined;
  /** Other names that it is asked by, such as that of an Ingress. @default - its Service and localhost */
  readonly hosts?: readonly string[] | undefined;
  /** With the drivers `psycopg2` and `boto3`. @default - MLflow 3.17.0, `-full` */
  readonly image?: Image | undefined;
  /** @default 2 cpu and 2Gi of memory */
  readonly limits?: Limits | undefined;
}

/** @public */
export interface ReferencePlatformProps {
  /** Class of storage of both claims; `null` is the one that the cluster has as its default. */
  readonly storageClass: string | null;
  readonly database: PlatformDatabase;
  readonly objectStore: PlatformObjectStore;
  readonly mlflow?: PlatformMlflow | undefined;
  /**
   * Namespaces whose pods may ask MLflow and MinIO, beside those of its own; NetworkPolicies refuse all others, and PostgreSQL
   * to all but MLflow.
   *
   * @default - no NetworkPolicy: all pods of the cluster may ask
   */
  readonly reachableFrom?: readonly string[] | undefined;
  /** @default 'kubernetes' */
  readonly platform?: Platform | undefined;
  /** Of the program that makes buckets. @default - a plain Node image */
  readonly programImage?: Image | undefined;
}

/** The servers behind MLflow are called so in every namespace. @internal */
export const platformNames = { database: 'postgresql', objectStore: 'minio' } as const;

/** The same with all that has a default, once each is well. Throws MLP3080. @internal */
export function checkPlatformProps(props: ReferencePlatformProps, at: string) {
  const what = 'ReferencePlatform';
  const known = ['storageClass', 'database', 'objectStore', 'mlflow', 'reachableFrom', 'platform', 'programImage'];
  checkProps(props, known, what, at);
  const {
    storageClass,
    database,
    objectStore,
    mlflow = {},
    reachableFrom,
    platform = 'kubernetes',
    programImage,
  } = props;
  const server = ['size', 'image', 'limits'];
  checkProps(database, ['password', ...server], `the database of ${what}`, at);
  checkProps(objectStore, ['credentials', 'buckets', ...server], `the objectStore of ${what}`, at);
  checkProps(mlflow, ['name', 'port', 'artifacts', 'hosts', 'image', 'limits'], `the mlflow of ${what}`, at);
  const { buckets = ['mlflow'] } = objectStore;
  const { name = 'mlflow', port = 5000, artifacts = 'proxied', hosts = [] } = mlflow;
  checkName(name, 'the Service of MLflow', at);
  const refuse = (wrong: boolean, message: string, expected: string): void => {
    if (wrong) throw new PipelineError({ code: 'MLP3080', message, expected, at });
  };
  const { password } = database;
  refuse(
    typeof password !== 'object' || password?.from !== 'secret',
    `${what} has no key of a Secret as the password of its database`,
    "a reference: secretKey('mlflow-database', 'password')",
  );
  refuse(
    storageClass !== null && typeof storageClass !== 'string',
    `${what} has claims of the class ${show(storageClass)}`,
    "the name of a StorageClass, or null for the cluster's default",
  );
  refuse(
    platform !== 'kubernetes' && platform !== 'openshift',
    `${what} is for the platform ${show(platform)}`,
    "'kubernetes' or 'openshift'",
  );
  refuse(
    artifacts !== 'proxied' && artifacts !== 'direct',
    `the artifacts of ${what} are ${show(artifacts)}`,
    "'proxied' or 'direct'",
  );
  refuse(
    Object.values<string>(platformNames).includes(name),
    `MLflow is called '${name}', as another server of ${what}`,
    "another name: 'mlflow'",
  );
  refuse(
    // Below 1024 a program has to be root.
    !(Number.isSafeInteger(port) && port >= 1024 && port <= 65_535),
    `MLflow listens at port ${show(port)}`,
    'a whole number from 1024 to 65535',
  );
  refuse(!Array.isArray(hosts), `the hosts of ${what} are ${show(hosts)}`, 'a list');
  for (const host of hosts)
    refuse(
      typeof host !== 'string' || !/^[a-z\d](?:[a-z\d.-]{0,251}[a-z\d])?$/.test(host),
      `MLflow is asked by the name ${show(host)}`,
      'a host without scheme and port: mlflow.example.com',
    );
  refuse(
    reachableFrom !== undefined && !Array.isArray(reachableFrom),
    `${what} is reachable from ${show(reachableFrom)}`,
    'a list of namespaces',
  );
  for (const each of reachableFrom ?? []) checkName(each, 'a namespace', at);
  return {
    storageClass,
    platform,
    programImage,
    reachableFrom,
    database,
    objectStore: { ...objectStore, buckets },
    mlflow: { ...mlflow, name, port, artifacts, hosts },
  };
}
