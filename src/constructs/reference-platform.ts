import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Env } from '../core/container/env';
import { type HasRequirements, type Requirement, requirements } from '../core/requirement';
import { namespaceOf } from '../engines/kubernetes/namespace-of';
import { unpruned } from '../engines/kubernetes/unpruned';
import { claimObject } from './claim-object';
import { minioServer } from './minio-server';
import { mlflowServer } from './mlflow-server';
import { ObjectStore } from './object-store';
import { emitNetworkPolicies } from './platform-network-policies';
import { emitServer, type PlatformServer } from './platform-server';
import { postgresqlServer } from './postgresql-server';
import { checkPlatformProps, platformNames, type ReferencePlatformProps } from './reference-platform-props';

/**
 * MLflow with PostgreSQL and MinIO, for a test cluster: one folder to apply, and no password in it.
 *
 * All of it may be applied at once and again. Each server waits for those it needs and is asked only when they answer; buckets
 * and tables are made when they are missing; the data is on two claims, which outlive pods and are not pruned.
 *
 * It is for trying things out: one pod each, no backup, no TLS, MLflow asks nobody for a password, and it has the keys of
 * MinIO's administrator. `REQUIRES.md` has the commands that make the Secrets.
 *
 * @throws PipelineError MLP2008 in a chart without a namespace; MLP3080 for a password that is no key of a Secret, a host or
 * port that can't be, or two servers of one name; MLP3071 and MLP3072 for credentials and buckets that can't be.
 * @see https://mlflow.org/docs/latest/self-hosting/architecture/tracking-server/
 * @example
 * ```ts
 * const chart = new Chart(app, 'platform', { namespace: 'mlops' });
 * const platform = new ReferencePlatform(chart, 'platform', {
 *   storageClass: null,
 *   database: { password: secretKey('mlflow-database', 'password') },
 *   objectStore: {
 *     credentials: {
 *       accessKeyId: secretKey('object-store', 'access-key'),
 *       secretAccessKey: secretKey('object-store', 'secret-key'),
 *     },
 *   },
 * });
 * const registry = MlflowRegistry.at(platform.mlflowUri, { model: 'fraud' });
 * ```
 * @public
 */
export class ReferencePlatform extends Construct implements HasRequirements {
  /** Address of MLflow for pods of any namespace: `http://mlflow.mlops.svc.cluster.local:5000`. */
  readonly mlflowUri: string;
  /** MinIO, for trainers, pointers and buckets; its `url` is `http://minio.mlops.svc.cluster.local:9000`. */
  readonly store: ObjectStore;
  /**
   * What trainers need: `MLFLOW_TRACKING_URI`; with direct artefacts also address, region and keys of the bucket, whose Secret
   * must then be in the trainers' namespace, too.
   */
  readonly env: Env;
  /** The Deployment of MLflow, for JSON patches. */
  readonly mlflow: ApiObject;
  /** The StatefulSet of PostgreSQL, for JSON patches. */
  readonly database: ApiObject;
  /** The StatefulSet of MinIO, for JSON patches. */
  readonly objectStore: ApiObject;
  readonly #storageClass: string | null;

  constructor(scope: Construct, id: string, props: ReferencePlatformProps) {
    super(scope, id);
    const at = this.node.path;
    const namespace = namespaceOf(this);
    const { storageClass, database, objectStore, mlflow, reachableFrom, platform, programImage } = checkPlatformProps(
      props,
      at,
    );
    const { database: postgresql, objectStore: minio } = platformNames;
    this.#storageClass = storageClass;
    this.mlflowUri = `http://${mlflow.name}.${namespace}.svc.cluster.local:${mlflow.port}`;
    this.store = ObjectStore.at(`http://${minio}.${namespace}.svc.cluster.local:9000`, {
      credentials: objectStore.credentials,
    });
    const direct = mlflow.artifacts === 'direct';
    this.env = Object.freeze({ MLFLOW_TRACKING_URI: this.mlflowUri, ...(direct ? this.store.env : {}) });

    const claim = (server: string, size = '10Gi'): string => {
      const scope = new Construct(this, `${server}-data`);
      return claimObject(scope, { size, storageClass, accessMode: 'ReadWriteOnce', annotations: unpruned }).name;
    };
    const emit = (server: PlatformServer): ApiObject =>
      emitServer(new Construct(this, server.name), namespace, server, platform);
    this.database = emit(
      postgresqlServer({ ...database, name: postgresql, claim: claim(postgresql, database.size) }, at),
    );
    this.objectStore = emit(minioServer({ ...objectStore, name: minio, claim: claim(minio, objectStore.size) }, at));
    this.mlflow = emit(
      mlflowServer(
        {
          ...mlflow,
          namespace,
          database: { address: `${postgresql}:5432`, password: database.password },
          store: this.store,
          buckets: objectStore.buckets,
          programImage,
          direct,
        },
        at,
      ),
    );
    this.mlflow.node.addDependency(this.database, this.objectStore);
    if (reachableFrom !== undefined)
      emitNetworkPolicies(this, namespace, { mlflow, database: postgresql, objectStore: minio, others: reachableFrom });
  }

  /** @internal */
  [requirements](): readonly Requirement[] {
    if (this.#storageClass !== null) return [];
    return [
      { component: 'a StorageClass', setting: 'one is the default: `kubectl get storageclass` says `(default)`' },
    ];
  }
}
