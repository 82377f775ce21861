import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Sixteen digits that stand for what something is made from. */
export function fingerprint(...parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex').slice(0, 16);
}

/**
 * The folder `cache/key`, which `make` fills the first time. It is there as a whole or not at all, and what other keys or
 * killed processes left beside it goes.
 */
export function cached(cache: string, key: string, make: (folder: string) => void): string {
  const home = join(cache, key);
  if (existsSync(home)) return home;
  const making = join(cache, `making-${process.pid}`);
  mkdirSync(making, { recursive: true });
  make(making);
  for (const old of readdirSync(cache)) if (old !== key && isOld(old)) rmSync(join(cache, old), { recursive: true });
  if (existsSync(home)) rmSync(making, { recursive: true });
  else renameSync(making, home);
  return home;
}

function isOld(name: string): boolean {
  const maker = /^making-(\d+)$/.exec(name)?.[1];
  if (maker === undefined) return /^[0-9a-f]{16}$/.test(name);
  try {
    return !process.kill(Number(maker), 0);
  } catch {
    return true;
  }
}
