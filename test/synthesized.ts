import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** The files that an example writes, by their path below its output folder. It is run as a user runs it. */
export function synthesized(example: string): ReadonlyMap<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk8s-mlops-example-'));
  try {
    execFileSync(join('node_modules', '.bin', 'tsx'), [join('examples', example, 'main.ts')], {
      env: { ...process.env, CDK8S_OUTDIR: outdir },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return filesBelow(join(outdir, example));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** What is committed of it. */
export function committed(example: string): ReadonlyMap<string, string> {
  return filesBelow(join('dist-manifests', example));
}

function filesBelow(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]));
}
