import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What users would install: the file that `npm pack` makes of the last build, and the paths in it. */
export interface Tarball {
  readonly file: string;
  readonly folder: string;
  readonly paths: readonly string[];
}

/** Packs the built package into a temporary folder, which the caller removes. */
export function pack(): Tarball {
  if (!existsSync('lib/index.js')) throw new Error("there is no build to pack: run 'npm run build'");
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-mlops-pack-'));
  const output = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [packed] = JSON.parse(output) as [{ filename: string; files: { path: string }[] }];
  return { file: join(folder, packed.filename), folder, paths: packed.files.map(({ path }) => path) };
}
