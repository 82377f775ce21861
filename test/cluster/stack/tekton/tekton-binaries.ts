import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { cached, fingerprint } from '../../../harness/cached';
import { root } from '../../../harness/driver';
import { goModule } from '../go-module';

const tekton = goModule('cluster', 'tekton');
const cache = join(root, '.cache', 'tekton');
/** The seed is a database of the API server, too. */
const key = fingerprint(process.arch, ...tekton.sources, ...goModule('cluster').sources);

/** Where Tekton's servers are, and what they are installed with. */
export interface TektonBinaries {
  readonly controller: string;
  readonly webhook: string;
  /** Folder of the programs in Tekton's own images: the one before every step, and those of init containers. */
  readonly images: string;
  /** Folder of its ConfigMaps and of the definitions of its webhooks. */
  readonly config: string;
  /** Folder of the full CRDs. */
  readonly crds: string;
  /** Where the database of an API server that has Argo's and Tekton's CRDs is kept. */
  readonly seed: string;
}

/** Builds them unless they were built from the same go.mod before; takes minutes the first time. */
export function tektonBinaries(): TektonBinaries {
  const home = cached(cache, key, build);
  return {
    controller: join(home, 'controller'),
    webhook: join(home, 'webhook'),
    images: join(home, 'ko-app'),
    config: join(home, 'config'),
    crds: join(home, 'config', '300-crds'),
    seed: join(home, 'seed'),
  };
}

/** Why they can't be built on this machine, or undefined. */
export function noTektonBuild(): string | undefined {
  if (existsSync(join(cache, key))) return undefined;
  return tekton.goVersion() === '' ? 'there is no Go on this machine (https://go.dev/dl, 1.26 or later)' : undefined;
}

function build(making: string): void {
  console.error("cluster: building Tekton's controller, webhook and entrypoint, which takes a few minutes once");
  tekton.build(making);
  mkdirSync(join(making, 'ko-app'));
  for (const name of ['entrypoint', 'workingdirinit']) renameSync(join(making, name), join(making, 'ko-app', name));
  const source = tekton.list('github.com/tektoncd/pipeline', '{{.Dir}}');
  cpSync(join(source, 'config'), join(making, 'config'), { recursive: true });
  execFileSync('chmod', ['-R', 'u+w', making]);
}
