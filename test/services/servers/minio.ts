import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exchange } from '../../../src/programs/http-exchange';
import { selfSigned } from '../../../src/simulate/local/cluster/self-signed';
import { serversIn } from '../../harness/servers';
import { freePort, newFolder, programs } from '../place';

/** A running object store without buckets. */
export interface Minio {
  readonly url: string;
  /** File with the certificate that its clients have to trust. */
  readonly ca: string | undefined;
  /** What a program of ours is told of it, as its owner. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const owner = { user: 'the-owner', password: 'owner-of-the-store' };

async function isReady(url: string, ca: string | undefined): Promise<boolean> {
  const request = {
    url: new URL('/minio/health/ready', url),
    method: 'GET',
    headers: {},
    timeout: 1000,
    maxBytes: 1024,
  };
  const answer = await exchange({ ...request, ca });
  return answer.kind === 'answer' && answer.status === 200;
}

export interface MinioOptions {
  /** Whether it has a certificate, which nobody trusts unless told. */
  readonly tls?: boolean;
  /** Address and port of loopback. @default 127.0.0.1 and a free port */
  readonly at?: { readonly address: string; readonly port: number };
}

/** MinIO on a folder of its own. */
export async function startMinio({ tls = false, at }: MinioOptions = {}): Promise<Minio> {
  const servers = serversIn(newFolder('minio'));
  const { home } = servers;
  const certs = join(home, 'certs');
  mkdirSync(certs);
  const ca = join(certs, 'public.crt');
  if (tls) {
    const { cert, key } = selfSigned('127.0.0.1');
    writeFileSync(ca, cert);
    writeFileSync(join(certs, 'private.key'), key);
  }
  const { address, port } = at ?? { address: '127.0.0.1', port: await freePort() };
  const url = `${tls ? 'https' : 'http'}://${address}:${port}`;
  const options = ['server', '--quiet', '--certs-dir', certs, '--address', `${address}:${port}`, join(home, 'data')];
  const server = servers.start('minio', programs.minio, options, {
    HOME: home,
    MINIO_ROOT_USER: owner.user,
    MINIO_ROOT_PASSWORD: owner.password,
    // Without one it takes any.
    MINIO_SITE_REGION: 'us-east-1',
    MINIO_BROWSER: 'off',
    MINIO_UPDATE: 'off',
  });
  await server.until(() => isReady(url, tls ? readFileSync(ca, 'utf8') : undefined));
  return {
    url,
    ca: tls ? ca : undefined,
    env: {
      AWS_ENDPOINT_URL_S3: url,
      AWS_ACCESS_KEY_ID: owner.user,
      AWS_SECRET_ACCESS_KEY: owner.password,
      ...(tls ? { NODE_EXTRA_CA_CERTS: ca } : {}),
    },
    stop: servers.stop,
  };
}
