import { checkContainer } from '../core/container/container';
import { checkIdentity } from '../core/container/identity';
import { Image } from '../core/container/image';
import { Volume } from '../core/container/volume';
import type { ObjectStoreCredentials } from './object-store';
import { type PlatformServer, serverResources } from './platform-server';
import type { Limits } from './workload';

/** The last one that its makers published, from where it still is. */
const image = Image.pinned(
  'quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z@sha256:14cea493d9a34af32f524e538b8346cf79f3321eff8e708c1e2960462bd8936e',
);

/** @internal */
export interface MinioProps {
  readonly name: string;
  readonly claim: string;
  readonly credentials: ObjectStoreCredentials;
  readonly image?: Image | undefined;
  readonly limits?: Limits | undefined;
}

/** MinIO on one disk. @internal */
export function minioServer(props: MinioProps, at: string): PlatformServer {
  const { name, credentials } = props;
  const what = `the server '${name}'`;
  const health = (path: string) => ({ httpGet: { path: `/minio/health/${path}`, port: 's3' }, timeoutSeconds: 5 });
  return {
    name,
    container: checkContainer(
      {
        image: props.image ?? image,
        resources: serverResources('256Mi', { cpu: '1', memory: '1Gi' }, props.limits, what, at),
        mounts: { '/data': Volume.claim(props.claim) },
      },
      // Certificates are looked for below the home of its user, unless a folder is named: here he has none.
      ['minio', 'server', '--address=:9000', '--console-address=:9001', '--certs-dir=/tmp/certs', '/data'],
      { MINIO_ROOT_USER: credentials.accessKeyId, MINIO_ROOT_PASSWORD: credentials.secretAccessKey },
      what,
      at,
    ),
    identity: checkIdentity(1000, undefined, what),
    ports: { s3: 9000, console: 9001 },
    probes: {
      startup: { ...health('live'), periodSeconds: 5, failureThreshold: 60 },
      readiness: { ...health('ready'), periodSeconds: 10, failureThreshold: 3 },
      liveness: { ...health('live'), periodSeconds: 10, failureThreshold: 6 },
    },
    keepsData: true,
    graceSeconds: 30,
  };
}
