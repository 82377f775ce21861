// Builds the Go program in conformance/ when its sources changed, and runs it.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sources = fileURLToPath(new URL('../../conformance', import.meta.url));
const cache = fileURLToPath(new URL('../../.cache/conformance', import.meta.url));

const goVersion = () => spawnSync('go', ['env', 'GOVERSION'], { cwd: sources, encoding: 'utf8' }).stdout?.trim();

/** Why nothing can be judged on this machine, or undefined. */
export function whyNot() {
  return goVersion() ? undefined : 'there is no Go on this machine (https://go.dev/dl, 1.26 or later)';
}

/** Whether judging starts at once. */
export const isBuilt = () => whyNot() === undefined && existsSync(join(cache, fingerprint()));

/** Verdicts of all judges on all documents of the files, which may refer to each other. */
export function judge(files) {
  const reason = whyNot();
  if (reason !== undefined) throw new Error(reason);
  const home = built();
  if (files.length === 0) return [];
  const printed = execFileSync(join(home, 'judge'), ['-crds', join(home, 'crds'), ...files], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return printed
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** The folder of the program that was built from the sources as they are now. */
function built() {
  const home = join(cache, fingerprint());
  if (existsSync(home)) return home;
  console.error('conformance: building the validators of the engines, the first time takes a few minutes');
  const making = join(cache, `making-${process.pid}`);
  mkdirSync(making, { recursive: true });
  const go = (args) => execFileSync('nice', args, { cwd: sources, stdio: ['ignore', 2, 2] });
  go(['go', 'build', '-ldflags', '-s -w', '-o', join(making, 'judge'), './cmd/judge']);
  go([join(making, 'judge'), '-write-crds', '-crds', join(making, 'crds')]);
  for (const old of readdirSync(cache)) if (isOld(old)) rmSync(join(cache, old), { recursive: true });
  // Another process may have been faster.
  if (existsSync(home)) rmSync(making, { recursive: true });
  else renameSync(making, home);
  return home;
}

/** Programs of other sources, and what a killed build left behind. */
function isOld(name) {
  const maker = /^making-(\d+)$/.exec(name)?.[1];
  if (maker === undefined) return name !== fingerprint();
  try {
    return !process.kill(Number(maker), 0);
  } catch {
    return true;
  }
}

function fingerprint() {
  const hash = createHash('sha256').update(goVersion());
  for (const name of readdirSync(sources, { recursive: true }).sort()) {
    if (/\.(go|mod|sum)$/.test(name)) hash.update(`\0${name}\0`).update(readFileSync(join(sources, name)));
  }
  return hash.digest('hex').slice(0, 16);
}
