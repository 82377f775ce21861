import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Command } from '../command';
import { projectFiles } from '../init/project-files';
import { reasonOf } from '../input/unreadable';
import { UsageError } from '../usage-error';

/** @internal */
export const command: Command = {
  takes: '[folder]',
  about: [
    'Makes a project that works in an empty folder, the current one if none is named: a',
    'pipeline in TypeScript, its test, and a CI file that checks that the committed manifests',
    'are those of the definition. Installs nothing: npm install comes next.',
  ].join('\n'),
  options: {},
  examples: [
    { line: 'cdk8s-mlops init fraud && cd fraud && npm install && npm run synth', does: 'from nothing to manifests' },
  ],
  run({ paths }, terminal) {
    const [folder = '.', ...more] = paths;
    if (more.length > 0) throw new UsageError('init takes one folder', 'write cdk8s-mlops init fraud');
    const files = projectFiles(nameOf(folder));
    refuseFull(folder);
    writeAll(folder, files);
    for (const name of Object.keys(files)) terminal.out(`${join(folder, name)}\n`);
    const there = folder === '.' ? '' : `cd ${folder} && `;
    terminal.err(`\nNext: ${there}npm install && npm run synth && npm test\n`);
    return 0;
  },
};

/** The name of the folder, as packages and objects of Kubernetes may be called. */
function nameOf(folder: string): string {
  const name = basename(resolve(folder))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return name === '' ? 'model-delivery' : name;
}

/** A repository without a file in it counts as empty. */
function refuseFull(folder: string): void {
  const there = onDisk(folder, () => {
    mkdirSync(folder, { recursive: true });
    return readdirSync(folder).filter((name) => name !== '.git');
  });
  const [first, ...more] = there;
  if (first === undefined) return;
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  throw new UsageError(`'${folder}' is not empty: it holds '${first}'${others}`, 'name a new or empty folder');
}

/** Writes all files, or none of them. */
function writeAll(folder: string, files: Readonly<Record<string, string>>): void {
  const written: string[] = [];
  try {
    for (const [name, text] of Object.entries(files)) {
      const path = join(folder, name);
      onDisk(path, () => {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text, { flag: 'wx' });
      });
      written.push(path);
    }
  } catch (problem) {
    for (const path of written) rmSync(path, { force: true });
    throw problem;
  }
}

function onDisk<Result>(path: string, write: () => Result): Result {
  try {
    return write();
  } catch (problem) {
    throw new UsageError(`'${path}' can't be written: ${reasonOf(problem, 'written')}`, 'name another folder');
  }
}
