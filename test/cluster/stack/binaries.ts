import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { cached, fingerprint } from '../../harness/cached';
import { root } from '../../harness/driver';

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
  const home = cached(cache, key(), build);
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
  if (existsSync(join(cache, key()))) return undefined;
  return goVersion() === '' ? 'there is no Go on this machine (https://go.dev/dl, 1.26 or later)' : undefined;
}

function build(making: string): void {
  console.error('cluster: building kube-apiserver, etcd and the Argo controller, which takes a few minutes once');
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

/** The servers are built again when one of their modules changes. */
function key(): string {
  return fingerprint(process.arch, ...['go.mod', 'go.sum'].map((name) => readFileSync(join(module, name))));
}
