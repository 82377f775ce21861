import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Binaries, binaries } from '../../cluster/stack/binaries';
import { dockerRegistry } from './docker-registry';
import { crane, goProgram, k6, minio } from './go-program';
import { mlflowPython } from './mlflow';
import { type PlatformPrograms, platformPrograms } from './platform';

/** Files of the programs that the tests start. */
export interface Programs {
  readonly cluster: Binaries;
  readonly crane: string;
  readonly dockerRegistry: string;
  readonly gitHttpBackend: string;
  readonly k6: string;
  readonly minio: string;
  /** Python with MLflow, by major version. */
  readonly mlflow: { readonly 2: string; readonly 3: string };
  readonly platform: PlatformPrograms;
}

/** Installs what isn't there into `.cache/`. */
export function programs(): Programs {
  return {
    cluster: binaries(),
    crane: goProgram(crane),
    dockerRegistry: dockerRegistry(),
    gitHttpBackend: gitHttpBackend(),
    k6: goProgram(k6),
    minio: goProgram(minio),
    mlflow: { 2: mlflowPython(2), 3: mlflowPython(3) },
    platform: platformPrograms(),
  };
}

/** What the machine lacks for that, or undefined. */
export function lacking(): string | undefined {
  const lacks = [
    works('go', 'version') ? [] : ['Go 1.26 or later (https://go.dev/dl)'],
    works('python3', '-c', 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))')
      ? []
      : ['Python 3.11 or later with venv (apt-get install python3-venv)'],
    works('git', '--version') && existsSync(gitHttpBackend()) ? [] : ['git with http-backend (apt-get install git)'],
    works('apt-get', '--version') && works('dpkg-deb', '--version')
      ? []
      : ['apt-get and dpkg-deb, to fetch docker-registry'],
  ].flat();
  return lacks.length === 0 ? undefined : `this machine lacks ${lacks.join('; ')}`;
}

function works(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

function gitHttpBackend(): string {
  return join(execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim(), 'git-http-backend');
}
