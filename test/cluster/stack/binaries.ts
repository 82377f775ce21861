import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');
const module = join(root, 'conformance', 'cluster');
const cache = join(root, '.cache', 'cluster');

/** Where the servers and Argo's CRDs are. */
export interface Binaries {
  readonly apiServer: string;
  readonly etcd: string;
  readonly workflowController: string;
  /** Folder of the full CRDs. */
  readonly crds: string;
  /** Where the database of an API server that has the CRDs is kept. */
  readonly seed: string;
}

/** Builds the servers unless they were built from the same go.mod before; takes minutes the first time. */
export function binaries(): Binaries {
  const home = join(cache, fingerprint());
  if (!existsSync(home)) build(home);
  return {
    apiServer: join(home, 'kube-apiserver'),
    etcd: join(home, 'etcd'),
    workflowController: join(home, 'workflow-controller'),
    crds: join(home, 'crds'),
    seed: join(home, 'seed'),
  };
}

/** Why nothing can be built on this machine, or undefined. */
export function noBuild(): string | undefined {
  if (existsSync(join(cache, fingerprint()))) return undefined;
  return goVersion() === '' ? 'there is no Go on this machine (https://go.dev/dl, 1.26 or later)' : undefined;
}

function build(home: string): void {
  console.error('cluster: building kube-apiserver, etcd and the Argo controller, which takes a few minutes once');
  const making = join(cache, `making-${process.pid}`);
  mkdirSync(making, { recursive: true });
  const kubernetes = versionOf('k8s.io/kubernetes');
  const [major, minor] = kubernetes.slice(1).split('.');
  const flags = [
    '-s -w',
    // Without these the server tells a version that clients can't parse.
    `-X k8s.io/component-base/version.gitVersion=${kubernetes}`,
    `-X k8s.io/component-base/version.gitMajor=${major} -X k8s.io/component-base/version.gitMinor=${minor}`,
    `-X k8s.io/client-go/pkg/version.gitVersion=${kubernetes}`,
  ];
  const tools = execFileSync('go', ['mod', 'edit', '-json'], { cwd: module, encoding: 'utf8' });
  const packages: string[] = JSON.parse(tools).Tool.map(({ Path }: { Path: string }) => Path);
  // Kubernetes 1.35 has the methods that Argo needs only under this tag.
  const tags = ['-tags', 'kubernetes_protomessage_one_more_release'];
  execFileSync('nice', ['go', 'build', ...tags, '-ldflags', flags.join(' '), '-o', `${making}/`, ...packages], {
    cwd: module,
    env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false' },
    stdio: ['ignore', 2, 2],
  });
  renameSync(join(making, 'server'), join(making, 'etcd'));
  const argo = goList('github.com/argoproj/argo-workflows/v4', '{{.Dir}}');
  cpSync(join(argo, 'manifests', 'base', 'crds', 'full'), join(making, 'crds'), { recursive: true });
  execFileSync('chmod', ['-R', 'u+w', making]);
  for (const old of readdirSync(cache)) if (isOld(old)) rmSync(join(cache, old), { recursive: true });
  if (existsSync(home)) rmSync(making, { recursive: true });
  else renameSync(making, home);
}

/** What was built from another go.mod, and what a killed build left behind. */
function isOld(name: string): boolean {
  const maker = /^making-(\d+)$/.exec(name)?.[1];
  if (maker === undefined) return /^[0-9a-f]{16}$/.test(name) && name !== fingerprint();
  try {
    return !process.kill(Number(maker), 0);
  } catch {
    return true;
  }
}

function goVersion(): string {
  return spawnSync('go', ['env', 'GOVERSION'], { cwd: module, encoding: 'utf8' }).stdout?.trim() ?? '';
}

function versionOf(path: string): string {
  return goList(path, '{{.Version}}');
}

function goList(path: string, format: string): string {
  return execFileSync('go', ['list', '-m', '-f', format, path], { cwd: module, encoding: 'utf8' }).trim();
}

function fingerprint(): string {
  const hash = createHash('sha256').update(process.arch);
  for (const name of ['go.mod', 'go.sum']) hash.update(readFileSync(join(module, name)));
  return hash.digest('hex').slice(0, 16);
}
