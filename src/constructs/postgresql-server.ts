import { checkContainer } from '../core/container/container';
import type { KeyOf } from '../core/container/env';
import { checkIdentity } from '../core/container/identity';
import { Image } from '../core/container/image';
import { Volume } from '../core/container/volume';
import { type PlatformServer, serverResources } from './platform-server';
import type { Limits } from './workload';

/** By tag and digest: the digest that is found is the one that was tried. */
const image = Image.pinned(
  'docker.io/library/postgres:18.4@sha256:3a82e1f56c8f0f5616a11103ac3d47e632c3938698946a7ad26da0df1334744a',
);

/** Name of the database, and of the user that it belongs to. @internal */
export const database = 'mlflow';

/** @internal */
export interface PostgresqlProps {
  readonly name: string;
  readonly claim: string;
  readonly password: KeyOf;
  readonly image?: Image | undefined;
  readonly limits?: Limits | undefined;
}

/** PostgreSQL with an empty database, made when its claim is empty. @internal */
export function postgresqlServer(props: PostgresqlProps, at: string): PlatformServer {
  const { name } = props;
  const what = `the server '${name}'`;
  const isReady = {
    // By TCP: while the database is made, the server listens at its socket only.
    exec: { command: ['pg_isready', '--host=127.0.0.1', '--port=5432', `--username=${database}`] },
    timeoutSeconds: 5,
  };
  return {
    name,
    container: checkContainer(
      {
        image: props.image ?? image,
        resources: serverResources('256Mi', { cpu: '1', memory: '1Gi' }, props.limits, what, at),
        mounts: { '/var/lib/postgresql': Volume.claim(props.claim) },
        writable: ['/var/run/postgresql'],
      },
      ['docker-entrypoint.sh', 'postgres'],
      {
        POSTGRES_DB: database,
        POSTGRES_USER: database,
        POSTGRES_PASSWORD: props.password,
        // A folder of the volume: its root may have a lost+found, and belongs to somebody else.
        PGDATA: '/var/lib/postgresql/pgdata',
      },
      what,
      at,
    ),
    // The user `postgres` of the image.
    identity: checkIdentity(999, undefined, what),
    ports: { postgresql: 5432 },
    probes: {
      // Ten minutes to make the database, or to recover after a crash.
      startup: { ...isReady, periodSeconds: 5, failureThreshold: 120 },
      readiness: { ...isReady, periodSeconds: 10, failureThreshold: 3 },
      liveness: { tcpSocket: { port: 'postgresql' }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
    },
    keepsData: true,
    graceSeconds: 60,
  };
}
