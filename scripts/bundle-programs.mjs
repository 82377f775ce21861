// Bundles src/programs/<name>/main.ts to lib/programs/<name>.mjs: one readable file, the same bytes on every machine.
// A program that is one file already, src/programs/<name>/<name>.mjs or .py, is copied.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const sources = join(root, 'src', 'programs');
const target = join(root, 'lib', 'programs');
// A ConfigMap above 256 KiB cannot be applied from the client's side; the object around the text needs some of that.
const maxBytes = 200 * 1024;

const named = (fileOf) =>
  readdirSync(sources)
    .filter((name) => existsSync(join(sources, name, fileOf(name))))
    .sort();

// Without an export esbuild takes the entry of a CommonJS package for CommonJS and wraps every file in a function.
const entryIsModule = {
  name: 'entry-is-module',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[/\\]main\.ts$/ }, ({ path }) => ({
      contents: `${readFileSync(path, 'utf8')}\nexport {};\n`,
      loader: 'ts',
    })),
};

mkdirSync(target, { recursive: true });
for (const name of named(() => 'main.ts')) write(`${name}.mjs`, await bundle(name));
for (const extension of ['mjs', 'py']) {
  for (const name of named((name) => `${name}.${extension}`)) {
    write(`${name}.${extension}`, readFileSync(join(sources, name, `${name}.${extension}`), 'utf8'));
  }
}

function write(file, text) {
  const bytes = Buffer.byteLength(text);
  if (bytes > maxBytes) throw new Error(`program ${file} has ${bytes} bytes, at most ${maxBytes} are allowed`);
  const path = join(target, file);
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
}

async function bundle(name) {
  const { outputFiles } = await build({
    // Paths in comments of the output are relative to this folder, not to the one the command runs in.
    absWorkingDir: root,
    entryPoints: [`src/programs/${name}/main.ts`],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    legalComments: 'none',
    logLevel: 'warning',
    tsconfigRaw: {},
    plugins: [entryIsModule],
    banner: { js: `// ${name} of cdk8s-mlops (Apache-2.0), bundled from src/programs/${name}.` },
  });
  return outputFiles[0].text;
}
