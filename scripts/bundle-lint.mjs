// Bundles lib/cli/commands/lint.js and all that it imports to lint.bundle.js beside it, which it then only loads: Node.js
// takes longer to find 350 small files than to lint one. The modules stay as they are for those who import the package.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const verb = 'src/cli/commands/lint.ts';
const target = join(root, 'lib', 'cli', 'commands');
const settings = {
  absWorkingDir: root,
  bundle: true,
  write: false,
  metafile: true,
  format: 'cjs',
  platform: 'node',
  // The same paths in its comments wherever node_modules is.
  preserveSymlinks: true,
  target: 'node20',
  legalComments: 'none',
  logLevel: 'warning',
  tsconfigRaw: {},
};

const loadedAlready = await filesOf('src/cli/main.ts');
const { outputFiles, metafile } = await build({
  ...settings,
  entryPoints: [verb],
  plugins: [{ name: 'as-they-are', setup: asTheyAre }],
});
for (const file of Object.keys(metafile.inputs).filter((file) => file.startsWith('src/'))) {
  // It would mean the folder of the bundle.
  if (/\b__dirname\b/.test(readFileSync(join(root, file), 'utf8'))) throw new Error(`${file} asks for its own folder`);
}
const banner = [
  `// The lint of cdk8s-mlops (Apache-2.0), bundled from ${verb}.`,
  '// It contains yaml (ISC):',
  ...readFileSync(join(root, 'node_modules/yaml/LICENSE'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => `// ${line}`.trimEnd()),
];
write('lint.bundle.js', `${banner.join('\n')}\n\n${outputFiles[0].text}`);
// Not the bundle itself: to import a CommonJS file, Node.js reads all of it twice.
write('lint.js', "'use strict';\nexports.command = require('./lint.bundle.js').command;\n");

/** What the command line has loaded before it comes to a verb is not loaded twice: an error stays an instance of its class. */
function asTheyAre({ onResolve, resolve }) {
  onResolve({ filter: /^\.|^yaml$/ }, async ({ path, pluginData, ...from }) => {
    if (pluginData === 'resolving') return undefined;
    const found = await resolve(path, { ...from, pluginData: 'resolving' });
    const file = relative(join(root, 'src'), found.path);
    if (!loadedAlready.has(`src/${file}`)) return found;
    return { path: relative('cli/commands', file).replace(/\.ts$/, '.js'), external: true };
  });
  // Loaded by few, and late.
  onResolve({ filter: /^[^.]/ }, ({ path, kind }) =>
    kind === 'entry-point' || path === 'yaml' ? undefined : { path, external: true },
  );
}

/** A file and all that it imports, but for what it imports when it needs it. */
async function filesOf(entry) {
  const { metafile } = await build({ ...settings, entryPoints: [entry], packages: 'external' });
  const seen = new Set();
  const visit = (file) => {
    if (seen.has(file)) return;
    seen.add(file);
    const { imports } = metafile.inputs[file];
    for (const { path, kind, external } of imports) if (kind === 'import-statement' && external !== true) visit(path);
  };
  visit(entry);
  return seen;
}

function write(file, text) {
  const path = join(target, file);
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
}
