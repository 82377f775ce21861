// Bundles src/programs/<name>/main.ts to lib/programs/<name>.mjs: one readable file, the same bytes on every machine.
// A program that is one file already, src/programs/<name>/<name>.mjs or .py, is copied.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { gitLibrary, gitLibraryNotice, holdsGitLibrary } from './git-library.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const sources = join(root, 'src', 'programs');
const target = join(root, 'lib', 'programs');
// A ConfigMap above 256 KiB cannot be applied from the client's side, which stores it once more as JSON.
const maxBytes = 200 * 1024;
const maxBytesWithGit = 230 * 1024;
// One that does it all has to be applied from the server's side, and says so in its ConfigMap.
const maxBytesOfRelease = 450 * 1024;

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
for (const name of named(() => 'main.ts')) {
  const { text, limit } = await bundle(name);
  write(`${name}.mjs`, text, limit);
}
for (const extension of ['mjs', 'py']) {
  for (const name of named((name) => `${name}.${extension}`)) {
    write(`${name}.${extension}`, readFileSync(join(sources, name, `${name}.${extension}`), 'utf8'), maxBytes);
  }
}

function write(file, text, limit) {
  const bytes = Buffer.byteLength(text);
  if (bytes > limit) throw new Error(`program ${file} has ${bytes} bytes, at most ${limit} are allowed`);
  const path = join(target, file);
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
}

async function bundle(name) {
  const { outputFiles, metafile } = await build({
    // Paths in comments of the output are relative to this folder, not to the one the command runs in.
    absWorkingDir: root,
    entryPoints: [`src/programs/${name}/main.ts`],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    legalComments: 'none',
    logLevel: 'warning',
    tsconfigRaw: {},
    plugins: [entryIsModule, gitLibrary(root)],
  });
  const withGit = holdsGitLibrary(metafile);
  const banner = [
    `// ${name} of cdk8s-mlops (Apache-2.0), bundled from src/programs/${name}.`,
    ...(withGit ? gitLibraryNotice(root) : []),
  ];
  const text = `${banner.join('\n')}\n\n${printable(outputFiles[0].text)}`;
  if (name === 'release') return { text, limit: maxBytesOfRelease };
  return { text, limit: withGit ? maxBytesWithGit : maxBytes };
}

/** What stands in templates and patterns of a library as it is; an escape means the same there. */
function printable(text) {
  return text.replace(/[^\x20-\x7e\n]/g, (unit) =>
    unit === '\t' ? '\\t' : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
