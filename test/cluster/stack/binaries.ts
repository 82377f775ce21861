import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { cached, fingerprint } from '../../harness/cached';
import { root } from '../../harness/driver';
import { goModule } from './go-module';

const module = goModule('cluster');
const cache = join(root, '.cache', 'cluster');
/** The servers are built again when one of their modules changes. */
const key = fingerprint(process.arch, ...module.sources);

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
  const home = cached(cache, key, build);
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
  if (existsSync(join(cache, key))) return undefined;
  return module.goVersion() === '' ? 'there is no Go on this machine (https://go.dev/dl, 1.26 or later)' : undefined;
}

function build(making: string): void {
  console.error('cluster: building kube-apiserver, etcd and the Argo controller, which takes a few minutes once');
  const kubernetes = module.list('k8s.io/kubernetes', '{{.Version}}');
  const [major, minor] = kubernetes.slice(1).split('.');
  module.build(making, {
    // Kubernetes 1.35 has the methods that Argo needs only under this tag.
    tags: 'kubernetes_protomessage_one_more_release',
    ldflags: [
      // Without these the server tells a version that clients can't parse.
      `-X k8s.io/component-base/version.gitVersion=${kubernetes}`,
      `-X k8s.io/component-base/version.gitMajor=${major} -X k8s.io/component-base/version.gitMinor=${minor}`,
      `-X k8s.io/client-go/pkg/version.gitVersion=${kubernetes}`,
    ],
  });
  renameSync(join(making, 'server'), join(making, 'etcd'));
  const argo = module.list('github.com/argoproj/argo-workflows/v4', '{{.Dir}}');
  cpSync(join(argo, 'manifests', 'base', 'crds', 'full'), join(making, 'crds'), { recursive: true });
  execFileSync('chmod', ['-R', 'u+w', making]);
}
