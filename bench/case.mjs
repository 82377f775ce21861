// Runs one measurement in a process of its own and prints it: node --expose-gc bench/case.mjs NAME [ARGUMENT...]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [name, ...rest] = process.argv.slice(2);
const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
try {
  const { measure } = await import(`./cases/${name}.mjs`);
  process.stdout.write(`${JSON.stringify(await measure(outdir, ...rest))}\n`);
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
