import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached, fingerprint } from '../../harness/cached';
import { root } from '../../harness/driver';

/** Major versions; `mlflow-<major>.txt` says which release. */
export type MlflowVersion = 2 | 3;

/** The interpreter of a virtual environment that has an MLflow server. */
export function mlflowPython(version: MlflowVersion): string {
  const requirements = join(__dirname, `mlflow-${version}.txt`);
  const interpreter = execFileSync('python3', ['-c', 'import sys; print(sys.version, sys.base_prefix)']);
  const key = fingerprint(process.arch, interpreter, readFileSync(requirements));
  const home = cached(join(root, '.cache', `mlflow-${version}`), key, (folder) => {
    console.error(`services: installing MLflow ${version}`);
    execFileSync('python3', ['-m', 'venv', folder], { stdio: ['ignore', 2, 2] });
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '-r', requirements];
    execFileSync(join(folder, 'bin', 'python'), pip, { stdio: ['ignore', 2, 2] });
  });
  return join(home, 'bin', 'python');
}
