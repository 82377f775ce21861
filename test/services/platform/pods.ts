import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { Chart } from 'cdk8s';
import { GitOpsApp, ReferencePlatform, type ReferencePlatformProps, secretKey } from '../../../src/index';
import type { Container, EnvVar, PodSpec, Probe } from '../../../src/schemas/kubernetes/types';
import { type Server, type Servers, serversIn } from '../../harness/servers';
import { newFolder, programs } from '../place';

/** What the Secrets hold: much that could not stand in a URL. */
const secrets: Readonly<Record<string, string>> = {
  'mlflow-database/password': 'p@ss/w:rd%20é\'" #?&',
  'object-store/access-key': 'admin@platform',
  'object-store/secret-key': 's3cr/t+k=y?&%41',
};

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: { readonly template?: { readonly spec: PodSpec } };
}

/** The servers of a platform, run as their manifests say: the same commands and variables, all at one address. */
export interface Pods {
  /** Starts the containers of a workload one after the other; the last one goes on. */
  start(name: string): Promise<Server>;
  /** Asks what the probe of a server asks, as the kubelet does. */
  probe(name: string, which: 'startupProbe' | 'readinessProbe' | 'livenessProbe'): Promise<boolean>;
  readonly port: number;
  stop(): Promise<void>;
}

/** @param data folder of the claims, which outlives the pods */
export function podsOf(props: Partial<ReferencePlatformProps>, data = newFolder('claims')): Pods {
  const manifests = manifestsOf(props);
  const servers = serversIn(newFolder('platform'));
  const specOf = (name: string): PodSpec => {
    const spec = manifests.find(({ metadata, spec }) => metadata.name === name && spec?.template)?.spec?.template?.spec;
    if (spec === undefined) throw new Error(`no pods of ${name}`);
    return spec;
  };
  const port = specOf('mlflow').containers[0]?.ports?.[0]?.containerPort ?? 0;
  return {
    port,
    start: async (name) => {
      const { initContainers = [], containers } = specOf(name);
      for (const container of initContainers) runToEnd(container, manifests, servers);
      const [container] = containers;
      if (container === undefined) throw new Error(`${name} has no container`);
      if (name === 'postgresql') makeDatabase(container, data, servers);
      return startContainer(container, data, servers);
    },
    probe: (name, which) => ask(specOf(name).containers[0], which),
    stop: servers.stop,
  };
}

function manifestsOf(props: Partial<ReferencePlatformProps>): readonly Manifest[] {
  const chart = new Chart(new GitOpsApp({ outdir: newFolder('manifests') }), 'platform', { namespace: 'mlops' });
  new ReferencePlatform(chart, 'platform', {
    storageClass: null,
    database: { password: secretKey('mlflow-database', 'password') },
    objectStore: {
      credentials: {
        accessKeyId: secretKey('object-store', 'access-key'),
        secretAccessKey: secretKey('object-store', 'secret-key'),
      },
    },
    ...props,
  });
  return chart.toJson();
}

/** Services are found at one address here. */
function here(text: string): string {
  return text.replace(/(?<=\/\/)(?:minio|postgresql)(?:\.mlops\.svc\.cluster\.local)?(?=:)/g, '127.0.0.1');
}

/** A user that is not root and that every machine knows, as PostgreSQL wants it; files that root made look like his own. */
const asSomebody = ['unshare', '--user', '--map-user=1', '--map-group=1', '--'];

function environmentOf({ env = [] }: Container): Record<string, string> {
  const textOf = ({ value, valueFrom }: EnvVar): string => {
    const key = valueFrom?.secretKeyRef;
    return key === undefined ? here(value ?? '') : (secrets[`${key.name}/${key.key}`] ?? '');
  };
  return Object.fromEntries(env.map((variable) => [variable.name, textOf(variable)]));
}

const path = { PATH: [...programs.platform.path, process.env.PATH].join(':') };

/** A program of an image is a file of this machine. */
function fileOf(program: string): readonly string[] {
  if (program === 'mlflow') return [programs.mlflow[3], '-m', 'mlflow'];
  return [programs.platform.path.map((folder) => join(folder, program)).find((file) => existsSync(file)) ?? program];
}

/** The program of a ConfigMap. Throws unless it ends well. */
function runToEnd(container: Container, manifests: readonly Manifest[], { home }: Servers): void {
  const [, file = ''] = container.command ?? [];
  const name = file.replace('/program/', '');
  const text = manifests.find(({ kind, data = {} }) => kind === 'ConfigMap' && name in data)?.data?.[name] ?? '';
  const script = join(home, name);
  writeFileSync(script, text);
  const out = newFolder('out');
  const env = { ...environmentOf(container), OUT_DIR: out };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { env, encoding: 'utf8', timeout: 60_000 });
  if (status !== 0) throw new Error(`${container.name} ended with ${status}:\n${stdout}${stderr}`);
}

/** What the entrypoint of PostgreSQL's image does with an empty claim, by its documented variables. */
function makeDatabase(container: Container, data: string, { home }: Servers): void {
  const { POSTGRES_USER = '', POSTGRES_PASSWORD = '', POSTGRES_DB = '', PGDATA = '' } = environmentOf(container);
  const folder = folderOf(container, PGDATA, data);
  const passwordFile = join(home, 'password');
  writeFileSync(passwordFile, POSTGRES_PASSWORD);
  const run = (command: string, args: readonly string[], input = ''): void => {
    const [program = '', ...rest] = [...asSomebody, command, ...args];
    const { status, stderr } = spawnSync(program, rest, { env: path, cwd: home, input, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command} ended with ${status}:\n${stderr}`);
  };
  if (spawnSync('test', ['-s', join(folder, 'PG_VERSION')]).status === 0) return;
  const access = ['--auth-host=scram-sha-256', '--auth-local=trust', `--username=${POSTGRES_USER}`];
  run('initdb', [...access, `--pwfile=${passwordFile}`, '--encoding=UTF8', '--no-sync', folder]);
  run('postgres', ['--single', '-D', folder, 'postgres'], `CREATE DATABASE ${POSTGRES_DB};\n`);
}

/** Where a path of the container is here: below its claim. */
function folderOf({ volumeMounts = [] }: Container, file: string, data: string): string {
  const mount = volumeMounts.find(({ name, mountPath }) => name.startsWith('claim-') && file.startsWith(mountPath));
  if (mount === undefined) return file;
  const folder = join(data, mount.name, file.slice(mount.mountPath.length));
  mkdirSync(join(data, mount.name), { recursive: true });
  return folder;
}

async function startContainer(container: Container, data: string, servers: Servers): Promise<Server> {
  const env = environmentOf(container);
  const words = (container.command ?? []).map((word) => here(word));
  const [program = '', ...args] = words[0] === 'docker-entrypoint.sh' ? words.slice(1) : words;
  if (program === 'postgres') args.push('-D', folderOf(container, env.PGDATA ?? '', data), '-k', servers.home);
  if (program === 'mlflow') env.PYTHONPATH = programs.platform.pythonPath;
  const placed = args.map((word) => (word === '/data' ? folderOf(container, word, data) : word));
  const [first = '', ...rest] = [...asSomebody, ...fileOf(program), ...placed];
  return servers.start(container.name, first, rest, env);
}

/** The kubelet asks by the address of the pod, unless the probe says another Host. */
function ask(container: Container | undefined, which: 'startupProbe' | 'readinessProbe' | 'livenessProbe') {
  const probe: Probe | undefined = container?.[which];
  if (container === undefined || probe === undefined) throw new Error(`there is no ${which}`);
  const { exec, httpGet } = probe;
  if (exec?.command !== undefined) {
    const [program = '', ...args] = exec.command;
    return Promise.resolve(spawnSync(program, args, { env: path }).status === 0);
  }
  const named = httpGet?.port ?? probe.tcpSocket?.port;
  const port = container.ports?.find(({ name }) => name === named)?.containerPort ?? 0;
  const host = httpGet?.httpHeaders?.find(({ name }) => name === 'Host')?.value ?? `10.244.0.17:${port}`;
  return new Promise<boolean>((resolve) => {
    const asked = request({ host: '127.0.0.1', port, path: httpGet?.path ?? '/', headers: { host }, timeout: 5000 });
    asked.on('response', (response) => {
      response.resume();
      resolve((response.statusCode ?? 500) < 400);
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(false));
    asked.end();
  });
}
