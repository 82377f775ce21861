import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const venvs = join(__dirname, '..', '..', '.cache', 'python-pytest');

/** A Python that has a version of pytest. */
export interface Pytest {
  readonly version: string;
  readonly python: string;
}

/** Whether there is a Python on this machine; in CI there always is. */
export const hasPython: boolean = works('python3');

/**
 * The versions of pytest that `.ci/run` installs into environments of their own, oldest first.
 *
 * In CI all of them have to be there; elsewhere the tests use those that are.
 */
export function pytests(versions: readonly string[]): readonly Pytest[] {
  const found = (existsSync(venvs) ? readdirSync(venvs) : [])
    .filter((version) => versions.includes(version))
    .map((version) => ({ version, python: join(venvs, version, 'bin', 'python') }));
  const missing = versions.filter((version) => !found.some((pytest) => pytest.version === version));
  if (missing.length > 0) {
    const message = `pytest ${missing.join(', ')} is not in .cache/python-pytest: it is left out`;
    if (process.env.CI !== undefined) throw new Error(`${message}; .ci/run installs it`);
    process.stderr.write(`${message}\n`);
  }
  return found;
}

function works(python: string): boolean {
  try {
    execFileSync(python, ['-c', 'import sys; sys.exit(sys.version_info < (3, 8))'], { stdio: 'pipe' });
    return true;
  } catch (problem) {
    if (process.env.CI !== undefined) throw problem;
    process.stderr.write('Python 3.8 or later is not installed: programs in Python are not tried\n');
    return false;
  }
}
