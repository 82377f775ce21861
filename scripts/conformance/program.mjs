// Builds a Go program of conformance/ when its sources changed.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { alone } from './alone.mjs';

const sources = fileURLToPath(new URL('../../conformance', import.meta.url));
const cache = fileURLToPath(new URL('../../.cache/conformance', import.meta.url));

// Two engines bring the protocol of HDFS, each its own copy, and would refuse to start together. Nothing here speaks it.
const linking = '-s -w -X google.golang.org/protobuf/reflect/protoregistry.conflictPolicy=ignore';

const goVersion = () => spawnSync('go', ['env', 'GOVERSION'], { cwd: sources, encoding: 'utf8' }).stdout?.trim();

/** Why no program can be built on this machine, or undefined. */
export function whyNot() {
  return goVersion() ? undefined : 'there is no Go on this machine (https://go.dev/dl, 1.26 or later)';
}

/** Whether the program starts at once. */
export const isBuilt = (name) => whyNot() === undefined && existsSync(homeOf(name));

/** The folder of the program that was built from the sources as they are now; `finish` adds what it needs beside it. */
export function built(name, finish = () => {}) {
  const home = homeOf(name);
  if (existsSync(home)) return home;
  mkdirSync(cache, { recursive: true });
  return alone(join(cache, `building-${name}`), () => {
    if (!existsSync(home)) build(name, home, finish);
    return home;
  });
}

function build(name, home, finish) {
  console.error(`conformance: building ${name} from the code of the engines, the first time takes a few minutes`);
  const started = performance.now();
  const { folder, source } = moduleOf(name);
  const making = join(cache, `making-${name}`);
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making);
  const program = join(making, name);
  const run = (args) => execFileSync('nice', args, { cwd: folder, stdio: ['ignore', 2, 2] });
  run(['go', 'build', '-ldflags', linking, '-o', program, source]);
  finish((args) => run([program, ...args]), making);
  // Another branch may want those of today again.
  const old = readdirSync(cache).filter((entry) => /^(.+)-[0-9a-f]{16}$/.exec(entry)?.[1] === name);
  for (const path of old.map((entry) => join(cache, entry))) {
    if (Date.now() - statSync(path).mtimeMs > 86_400_000) rmSync(path, { recursive: true });
  }
  renameSync(making, home);
  console.error(`conformance: built ${name} in ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

/** A program has a module of its own where it needs other versions than the rest. */
function moduleOf(name) {
  const own = join(sources, name);
  return existsSync(join(own, 'go.mod'))
    ? { folder: own, source: '.', isSource: (file) => /^(go\.(mod|sum)|[^/]+\.go)$/.test(file) }
    : {
        folder: sources,
        source: `./cmd/${name}`,
        isSource: (file) =>
          /^(go\.(mod|sum)|internal\/.*\.go)$/.test(file) || (file.startsWith(`cmd/${name}/`) && file.endsWith('.go')),
      };
}

const homeOf = (name) => join(cache, `${name}-${fingerprint(name)}`);

/** The files that a program is built from, in conformance/. */
export function sourcesOf(name) {
  const { folder, isSource } = moduleOf(name);
  const files = readdirSync(folder, { recursive: true }).filter(isSource).sort();
  return files.map((file) => relative(sources, join(folder, file)));
}

function fingerprint(name) {
  const hash = createHash('sha256').update(goVersion()).update(linking);
  for (const file of sourcesOf(name)) hash.update(`\0${file}\0`).update(readFileSync(join(sources, file)));
  return hash.digest('hex').slice(0, 16);
}
