import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const script = join(root, 'scripts', 'bundle-programs.mjs');

/** Bundles the programs before any test, unless the bundles are younger than all that they are made of. */
export default function setup(): void {
  const sources = join(root, 'src', 'programs');
  const files = readdirSync(sources, { recursive: true, withFileTypes: true });
  const changed = files
    .filter((file) => file.isFile())
    .map((file) => statSync(join(file.parentPath, file.name)).mtimeMs);
  const bundles = files
    .filter((file) => /^main\.ts$|\.py$/.test(file.name))
    .map(({ name, parentPath }) => (name === 'main.ts' ? `${parentPath.slice(sources.length + 1)}.mjs` : name))
    .map((file) => join(root, 'lib', 'programs', file));
  const made = bundles.map((bundle) => (existsSync(bundle) ? statSync(bundle).mtimeMs : 0));
  if (Math.min(...made) > Math.max(...changed, statSync(script).mtimeMs)) return;
  execFileSync(process.execPath, [script], { stdio: 'inherit' });
}
