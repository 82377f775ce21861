import { execFileSync, type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import manifest from '../../package.json';

const overlay = 'test/package/stock';
const cli = dirname(createRequire(join(process.cwd(), 'package.json')).resolve('cdk8s-cli/package.json'));
const template = join(cli, 'templates', 'typescript-app');

/** Thrown when the registry cannot be reached, which says nothing about the package. */
export class Unreachable extends Error {}

/**
 * A project as `cdk8s init typescript-app` makes it, with the packed package installed and the files of `stock/` on top.
 *
 * Lies outside the repository, so that nothing resolves to our own `node_modules`. The installation, half a minute, is
 * kept for later runs; the package in it is unpacked afresh each time.
 *
 * The command itself would also fetch the Kubernetes API as TypeScript from a place that is not a package registry, which
 * no part of the package needs; the folder is made from the command's own template instead.
 */
export function stockProject(tarball: string): string {
  const files = templateFiles();
  const content = JSON.stringify([files, manifest.dependencies, manifest.peerDependencies, process.version]);
  const ofThisCheckout = join(tmpdir(), `cdk8s-mlops-stock-${hash(process.cwd())}`);
  const project = join(ofThisCheckout, hash(content));
  if (!existsSync(project)) {
    rmSync(ofThisCheckout, { recursive: true, force: true });
    mkdirSync(ofThisCheckout);
    install(files, tarball, project);
  }
  renew(files, tarball, project);
  return project;
}

/** Runs a command in the project; throws with what it printed when it fails. */
export function runIn(project: string, command: string, ...args: readonly string[]): string {
  const done = spawnSync(command, args, { cwd: project, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')} failed in ${project}:\n${outputOf(done)}`);
  return done.stdout;
}

function install(files: Readonly<Record<string, string>>, tarball: string, project: string): void {
  const asked = spawnSync('npm', ['view', 'cdk8s', 'version', '--fetch-retries=0'], { encoding: 'utf8' });
  if (asked.status !== 0) throw new Unreachable(outputOf(asked));
  const half = mkdtempSync(`${project}-`);
  write(files, half);
  const done = spawnSync('npm', ['install', '--no-audit', '--no-fund', tarball], { cwd: half, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`npm install failed in ${half}:\n${outputOf(done)}`);
  renameSync(half, project);
}

/** Lays the template, our files and the package anew, so that nothing of an earlier run is left but its dependencies. */
function renew(files: Readonly<Record<string, string>>, tarball: string, project: string): void {
  for (const name of readdirSync(project)) {
    if (!['node_modules', 'package.json', 'package-lock.json'].includes(name))
      rmSync(join(project, name), { recursive: true });
  }
  const { 'package.json': _, ...others } = files;
  write(others, project);
  cpSync(overlay, project, { recursive: true });
  const installed = join(project, 'node_modules', manifest.name);
  rmSync(installed, { recursive: true, force: true });
  mkdirSync(installed);
  execFileSync('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
}

function write(files: Readonly<Record<string, string>>, folder: string): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

/** The template's files by name, its placeholders filled in as the command does. */
function templateFiles(): Record<string, string> {
  const { dependencies, version } = readManifest(cli);
  const values: Readonly<Record<string, string>> = {
    $base: 'stock',
    cdk8s_core_version: versionOf('cdk8s'),
    cdk8s_plus_version: versionOf('cdk8s-plus-33'),
    constructs_version: (dependencies.constructs ?? '').replace('^', ''),
    cdk8s_cli_spec: `^${version}`,
  };
  const names = ['package.json', 'tsconfig.json', 'jest.config.js', 'cdk8s.yaml', 'main.ts', 'main.test.ts'];
  return Object.fromEntries(
    names.map((name) => {
      const text = readFileSync(join(template, name), 'utf8');
      return [name, text.replaceAll(/\{\{ *([\w$]+) *\}\}/g, (_, key: string) => values[key] ?? '')];
    }),
  );
}

function versionOf(name: string): string {
  return readManifest(dirname(createRequire(join(cli, 'package.json')).resolve(`${name}/package.json`))).version;
}

function readManifest(folder: string): {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
} {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

function outputOf(done: SpawnSyncReturns<string>): string {
  return `${done.error ?? ''}${done.stdout}${done.stderr}`;
}
