import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import type { Servers } from '../../harness/servers';
import { type Access, type ApiClient, apiClient } from '../api/client';
import type { Binaries } from './binaries';
import { applyDefinitions } from './definitions';

const ports = { etcd: 12379, peer: 12380, api: 16443 };

/** What an API server serves beside its own kinds. */
export interface Definitions {
  /** Folders of full CRDs. */
  readonly folders: readonly string[];
  /** Where the database of an API server that has them is kept. */
  readonly seed: string;
}

/** Starts etcd and the API server, with Argo's CRDs unless told others; answers how to speak to it as an administrator. */
export async function startApiServer(
  binaries: Binaries,
  servers: Servers,
  { folders, seed }: Definitions = { folders: [binaries.crds], seed: binaries.seed },
): Promise<Access> {
  const { home } = servers;
  const token = randomBytes(16).toString('hex');
  writeKeys(home, token);
  // Applying the CRDs takes the API server long, so a database that has them is kept.
  if (existsSync(seed)) cpSync(seed, join(home, 'etcd'), { recursive: true });
  const access = await start(binaries, servers, token);
  if (existsSync(seed)) return access;
  for (const folder of folders) await applyDefinitions(apiClient(access), folder);
  await servers.stop();
  keep(join(home, 'etcd'), seed);
  return start(binaries, servers, token);
}

/** File of the API server's certificate, which is its own authority. */
export function certificateOf(home: string): string {
  return join(home, 'certs', 'apiserver.crt');
}

async function start({ etcd, apiServer }: Binaries, servers: Servers, token: string): Promise<Access> {
  const { home } = servers;
  const url = `http://127.0.0.1:${ports.etcd}`;
  const database = servers.start('etcd', etcd, etcdFlags(home, url));
  await database.until(() => answers(`${url}/health`));
  const server = servers.start('kube-apiserver', apiServer, apiServerFlags(home, url));
  const access = () => ({ port: ports.api, ca: readFileSync(certificateOf(home), 'utf8'), token });
  await server.until(async () => isReady(apiClient(access())));
  return access();
}

/** Takes a copy that is there as a whole or not at all. */
function keep(folder: string, seed: string): void {
  const copy = `${seed}-${process.pid}-${Date.now()}`;
  cpSync(folder, copy, { recursive: true });
  if (existsSync(seed)) rmSync(copy, { recursive: true });
  else renameSync(copy, seed);
}

async function isReady(api: ApiClient): Promise<boolean> {
  try {
    await api.get('/readyz');
    return true;
  } catch (problem) {
    // It answers 'ok', which is no JSON.
    return problem instanceof SyntaxError;
  }
}

function writeKeys(home: string, token: string): void {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  writeFileSync(join(home, 'sa.pub'), publicKey);
  writeFileSync(join(home, 'sa.key'), privateKey);
  writeFileSync(join(home, 'tokens.csv'), `${token},admin,admin,"system:masters"\n`);
  mkdirSync(join(home, 'certs'));
}

function etcdFlags(home: string, url: string): readonly string[] {
  return [
    `--data-dir=${join(home, 'etcd')}`,
    `--listen-client-urls=${url}`,
    `--advertise-client-urls=${url}`,
    `--listen-peer-urls=http://127.0.0.1:${ports.peer}`,
    '--unsafe-no-fsync',
    '--log-level=error',
  ];
}

function apiServerFlags(home: string, etcd: string): readonly string[] {
  return [
    `--etcd-servers=${etcd}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${ports.api}`,
    `--cert-dir=${join(home, 'certs')}`,
    `--token-auth-file=${join(home, 'tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--service-cluster-ip-range=10.96.0.0/24',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${join(home, 'sa.pub')}`,
    `--service-account-signing-key-file=${join(home, 'sa.key')}`,
    // Nobody makes the default account's token here; programs get theirs from the stand-in kubelet.
    '--disable-admission-plugins=ServiceAccount',
    '--endpoint-reconciler-type=none',
  ];
}

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(url, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    }).on('error', () => resolve(false));
  });
}
