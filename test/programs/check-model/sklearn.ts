import { existsSync } from 'node:fs';
import { join } from 'node:path';

const version = '1.7.2';
const path = join(__dirname, '..', '..', '..', '.cache', 'python-sklearn', version, 'bin', 'python');

/** A Python that has scikit-learn, which `.ci/run` installs; in CI there always is one. */
export const sklearn: string | undefined = found();

function found(): string | undefined {
  if (existsSync(path)) return path;
  const message = `scikit-learn ${version} is not in .cache/python-sklearn: models are not loaded`;
  if (process.env.CI !== undefined) throw new Error(`${message}; .ci/run installs it`);
  process.stderr.write(`${message}\n`);
  return undefined;
}
