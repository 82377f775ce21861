import { checkContainer } from '../core/container/container';
import type { KeyOf } from '../core/container/env';
import { checkIdentity } from '../core/container/identity';
import { Image } from '../core/container/image';
import type { ObjectStore } from './object-store';
import { type PlatformServer, serverResources } from './platform-server';
import { database } from './postgresql-server';
import type { Limits } from './workload';

/**
 * With the drivers of PostgreSQL and S3: the images without `-full` have neither, so a server would have to install them each
 * time it starts.
 */
const image = Image.tagged('ghcr.io/mlflow/mlflow:v3.17.0-full');

/** @internal */
export interface MlflowServerProps {
  readonly name: string;
  readonly namespace: string;
  readonly port: number;
  /** Host and port of PostgreSQL, and how it lets this server in. */
  readonly database: { readonly address: string; readonly password: KeyOf };
  readonly store: ObjectStore;
  /** Made if they are not there; the first is that of artefacts. */
  readonly buckets: readonly [string, ...string[]];
  /** Whether clients read and write artefacts at the object store themselves. */
  readonly direct: boolean;
  /** What clients call it, beside its Service and localhost. */
  readonly hosts: readonly string[];
  readonly programImage?: Image | undefined;
  readonly image?: Image | undefined;
  readonly limits?: Limits | undefined;
}

/** MLflow, which keeps nothing itself. @internal */
export function mlflowServer(props: MlflowServerProps, at: string): PlatformServer {
  const { name, namespace, port } = props;
  const what = `the server '${name}'`;
  const bucket = `s3://${props.buckets[0]}`;
  const health = { httpGet: { path: '/health', port: 'http' }, timeoutSeconds: 5 };
  return {
    name,
    container: checkContainer(
      {
        image: props.image ?? image,
        resources: serverResources('512Mi', { cpu: '2', memory: '2Gi' }, props.limits, what, at),
        workingDir: '/tmp',
      },
      [
        ...['mlflow', 'server', '--host=0.0.0.0', `--port=${port}`, '--workers=2'],
        // User and password are in libpq's own variables: so no password has to be written as a part of a URL.
        `--backend-store-uri=postgresql+psycopg2://${props.database.address}/${database}`,
        '--serve-artifacts',
        `--artifacts-destination=${bucket}`,
        ...(props.direct ? [`--default-artifact-root=${bucket}`] : []),
        `--allowed-hosts=${allowedHosts(name, namespace, props.hosts).join()}`,
      ],
      {
        PGUSER: database,
        PGPASSWORD: props.database.password,
        ...props.store.env,
        MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE: 'path',
        // Processes for jobs of MLflow's own evaluations, which nothing here starts.
        MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
        HOME: '/tmp',
      },
      what,
      at,
    ),
    before: props.store.ensureBuckets('make-buckets', { buckets: props.buckets, programImage: props.programImage }),
    identity: checkIdentity(1000, undefined, what),
    ports: { http: port },
    probes: {
      // Ten minutes: it waits for PostgreSQL, and makes its tables the first time.
      startup: { ...health, periodSeconds: 5, failureThreshold: 120 },
      // Asks the database, too. A server without one gets no requests, and is not killed for it.
      readiness: {
        httpGet: {
          path: '/api/2.0/mlflow/experiments/search?max_results=1',
          port: 'http',
          httpHeaders: [{ name: 'Host', value: 'localhost' }],
        },
        periodSeconds: 10,
        timeoutSeconds: 5,
        failureThreshold: 3,
      },
      liveness: { ...health, periodSeconds: 10, failureThreshold: 6 },
    },
    keepsData: false,
    graceSeconds: 30,
  };
}

/** How its clients write it in `Host`; it answers to no other, and the port is a part of the name. */
function allowedHosts(name: string, namespace: string, more: readonly string[]): readonly string[] {
  const service = [name, `${name}.${namespace}`, `${name}.${namespace}.svc`, `${name}.${namespace}.svc.cluster.local`];
  // The last two are the server's own readiness, and kubectl port-forward.
  return [...service, ...more, 'localhost', '127.0.0.1'].flatMap((host) => [host, `${host}:*`]);
}
