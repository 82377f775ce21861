import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { type Access, type ApiClient, apiClient } from '../api/client';
import { listPath } from '../api/paths';
import type { Binaries } from './binaries';
import { controllerConfig, controllerEnv } from './controller-config';
import { applyDefinitions } from './definitions';
import { type Server, startServer } from './server';

/** The running servers. */
export interface Stack {
  readonly access: Access;
  /** File of the controller's log. */
  readonly controllerLog: string;
  stop(): Promise<void>;
}

const ports = { etcd: 12379, peer: 12380, api: 16443 };

/** Starts etcd, the API server with Argo's full CRDs, and Argo's controller; files go to `home`, an empty folder. */
export async function startStack(binaries: Binaries, home: string): Promise<Stack> {
  const servers: Server[] = [];
  const start: typeof startServer = (...args) => {
    const server = startServer(...args);
    servers.push(server);
    return server;
  };
  const stop = async () => {
    for (const server of servers.splice(0).reverse()) await server.stop();
  };
  try {
    const token = randomBytes(16).toString('hex');
    writeKeys(home, token);
    // Applying the CRDs takes the API server long, so a database that has them is kept.
    if (existsSync(binaries.seed)) cpSync(binaries.seed, join(home, 'etcd'), { recursive: true });
    let access = await startApiServer(binaries, home, token, start);
    if (!existsSync(binaries.seed)) {
      await applyDefinitions(apiClient(access), binaries.crds);
      await stop();
      keep(join(home, 'etcd'), binaries.seed);
      access = await startApiServer(binaries, home, token, start);
    }
    const controllerLog = await startController(binaries, home, access, start);
    return { access, controllerLog, stop };
  } catch (problem) {
    await stop();
    throw problem;
  }
}

async function startApiServer(
  { etcd, apiServer }: Binaries,
  home: string,
  token: string,
  start: typeof startServer,
): Promise<Access> {
  const url = `http://127.0.0.1:${ports.etcd}`;
  const database = start('etcd', etcd, etcdFlags(home, url), home);
  await database.until(() => answers(`${url}/health`));
  const server = start('kube-apiserver', apiServer, apiServerFlags(home, url), home);
  const access = () => ({ port: ports.api, ca: readFileSync(certificateOf(home), 'utf8'), token });
  await server.until(async () => isReady(apiClient(access())));
  return access();
}

async function startController(
  { workflowController }: Binaries,
  home: string,
  access: Access,
  start: typeof startServer,
): Promise<string> {
  await prepare(apiClient(access));
  writeKubeconfig(home, access);
  const flags = ['--kubeconfig', join(home, 'kubeconfig'), '-n', 'argo', '--executor-image', 'argoexec:local'];
  const controller = start(
    'workflow-controller',
    workflowController,
    [...flags, '--qps', '500', '--burst', '1000'],
    home,
    controllerEnv,
  );
  await controller.until(async () => readFileSync(controller.log, 'utf8').includes('Starting Workflow Controller'));
  return controller.log;
}

/** Takes a copy that is there as a whole or not at all. */
function keep(folder: string, seed: string): void {
  const copy = `${seed}-${process.pid}-${Date.now()}`;
  cpSync(folder, copy, { recursive: true });
  if (existsSync(seed)) rmSync(copy, { recursive: true });
  else renameSync(copy, seed);
}

function certificateOf(home: string): string {
  return join(home, 'certs', 'apiserver.crt');
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

/** What a cluster has before anybody installs a pipeline. */
async function prepare(api: ApiClient): Promise<void> {
  await api.create(listPath('v1', 'Namespace'), { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'argo' } });
  await api.create(listPath('v1', 'ConfigMap', 'argo'), controllerConfig);
}

function writeKubeconfig(home: string, { port, token }: Access): void {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'stack',
    clusters: [
      { name: 'stack', cluster: { server: `https://127.0.0.1:${port}`, 'certificate-authority': certificateOf(home) } },
    ],
    users: [{ name: 'stack', user: { token } }],
    contexts: [{ name: 'stack', context: { cluster: 'stack', user: 'stack' } }],
  };
  writeFileSync(join(home, 'kubeconfig'), JSON.stringify(config));
}

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(url, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    }).on('error', () => resolve(false));
  });
}
