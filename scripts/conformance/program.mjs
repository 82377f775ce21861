// Builds a Go program of conformance/ when its sources changed.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sources = fileURLToPath(new URL('../../conformance', import.meta.url));
const cache = fileURLToPath(new URL('../../.cache/conformance', import.meta.url));

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
  console.error(`conformance: building ${name} from the code of the engines, the first time takes a few minutes`);
  const making = join(cache, `making-${name}-${process.pid}`);
  mkdirSync(making, { recursive: true });
  const program = join(making, name);
  const run = (args) => execFileSync('nice', args, { cwd: sources, stdio: ['ignore', 2, 2] });
  run(['go', 'build', '-ldflags', '-s -w', '-o', program, `./cmd/${name}`]);
  finish((args) => run([program, ...args]), making);
  for (const old of readdirSync(cache)) if (isOld(old, name)) rmSync(join(cache, old), { recursive: true });
  try {
    renameSync(making, home);
  } catch (problem) {
    // Another process was faster.
    if (!existsSync(home)) throw problem;
    rmSync(making, { recursive: true });
  }
  return home;
}

const homeOf = (name) => join(cache, `${name}-${fingerprint(name)}`);

/** Programs of other sources, and what a killed build left behind. */
function isOld(entry, name) {
  const [, of, end] = /^(?:making-)?(.+)-([^-]+)$/.exec(entry) ?? [];
  if (of !== name) return false;
  if (!entry.startsWith('making-')) return end !== fingerprint(name);
  try {
    return !process.kill(Number(end), 0);
  } catch {
    return true;
  }
}

function fingerprint(name) {
  const hash = createHash('sha256').update(goVersion());
  for (const file of readdirSync(sources, { recursive: true }).sort()) {
    if (!/^(go\.(mod|sum)|(internal|cmd)\/.*\.go)$/.test(file)) continue;
    if (file.startsWith('cmd/') && !file.startsWith(`cmd/${name}/`)) continue;
    hash.update(`\0${file}\0`).update(readFileSync(join(sources, file)));
  }
  return hash.digest('hex').slice(0, 16);
}
