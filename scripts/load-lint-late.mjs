// Has lib/app load the lint and the reader of YAML where it calls them, and not when somebody imports the package: a third of
// that time goes into modules that nothing but a synth needs. TypeScript has no import that is both late and synchronous.
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'lib', 'app');

for (const name of readdirSync(folder).filter((name) => name.endsWith('.js'))) {
  const file = join(folder, name);
  const early = readFileSync(file, 'utf8');
  let late = early;
  for (const [line, variable, load] of early.matchAll(
    /^const (\w+) = (require\("\.\.\/(?:lint\/[^"]+|yaml\/read)"\));\n/gm,
  )) {
    late = late.replace(line, '').replaceAll(`${variable}.`, `${load}.`);
  }
  if (late === early) continue;
  writeFileSync(`${file}.${process.pid}`, late);
  renameSync(`${file}.${process.pid}`, file);
}
