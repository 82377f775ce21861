import { posix } from 'node:path';

/**
 * cli → { app, testing } → { constructs, lint, simulate, graph } → engines/* → core, expr, yaml, schemas, programs
 *
 * The folders of `src`, uppermost first. A folder may import those of the rows below its own.
 */
export const layers: readonly (readonly string[])[] = [
  ['cli'],
  ['app', 'testing'],
  ['constructs', 'lint', 'simulate', 'graph'],
  ['engines'],
  ['core', 'expr', 'yaml', 'schemas', 'programs'],
];

/** The few files of `core` that the folders beside it may import: they import nothing but one another. */
export const sharedFiles: readonly string[] = [
  'core/error',
  'core/codes',
  'core/event-codes',
  'core/construct-codes',
  'core/suggest',
];

/** What all engines say in the words of Kubernetes: pods, accounts, files. */
const sharedEngine = 'kubernetes';

/** Packages that are a part of the bundled programs, so that users of this one do not need them. */
const bundledIntoPrograms: readonly string[] = ['isomorphic-git'];

const foldersWithCdk8s: readonly string[] = ['engines', 'constructs', 'app'];
const cdk8s = /^(?:cdk8s|constructs|cdk8s-plus-\d+)(?:\/|$)/;

/**
 * The rule that an import breaks, in words, or `undefined` for one that may stand.
 *
 * @param file the importing file, from `src/` on (`core/task.ts`)
 * @param dependencies the packages that come with this one: its dependencies and peers
 */
export function brokenRule(file: string, specifier: string, dependencies: readonly string[]): string | undefined {
  const from = placeOf(file);
  if (from.folder !== '' && rowOf(from.folder) < 0) {
    return `'src/${from.folder}' is not a layer; layers are ${layers.flat().join(', ')}`;
  }
  if (!specifier.startsWith('.')) return brokenByPackage(from.folder, specifier, dependencies);
  const target = posix.normalize(posix.join(posix.dirname(file), specifier));
  if (target.startsWith('..')) return 'a source file imports only from src';
  const to = placeOf(target);
  if (from.folder === '') return undefined;
  if (to.folder === '') return 'nothing imports the package index: import the file that holds the thing';
  if (from.folder === to.folder) {
    const allowed = [from.engine, sharedEngine].includes(to.engine);
    return allowed ? undefined : 'engines never import each other: shared words go to core';
  }
  if (rowOf(to.folder) > rowOf(from.folder)) return undefined;
  if (rowOf(to.folder) < rowOf(from.folder))
    return `'${from.folder}' is below '${to.folder}': imports go downwards only`;
  if (sharedFiles.includes(target)) return undefined;
  const shared = to.folder === 'core' ? ` (only ${sharedFiles.join(', ')} are shared)` : '';
  return `'${from.folder}' and '${to.folder}' are beside each other and do not import each other${shared}`;
}

function brokenByPackage(folder: string, specifier: string, dependencies: readonly string[]): string | undefined {
  if (specifier.startsWith('node:')) return undefined;
  if (cdk8s.test(specifier) && !foldersWithCdk8s.includes(folder)) {
    return `only ${foldersWithCdk8s.join(', ')} may import cdk8s, constructs and cdk8s-plus`;
  }
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  if (folder === 'programs' && bundledIntoPrograms.includes(name)) return undefined;
  return dependencies.includes(name)
    ? undefined
    : `'${name}' is neither a dependency nor a peer, so users do not get it`;
}

function rowOf(folder: string): number {
  return layers.findIndex((row) => row.includes(folder));
}

function placeOf(file: string): { readonly folder: string; readonly engine: string } {
  const [folder = '', engine = '', ...rest] = file.split('/');
  if (engine === '') return { folder: '', engine: '' };
  return { folder, engine: folder === 'engines' && rest.length > 0 ? engine : '' };
}
