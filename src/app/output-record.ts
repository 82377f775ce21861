import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, posix } from 'node:path';

/**
 * Name of the file that lists what GitOpsApp wrote into a folder.
 *
 * It has no extension because Argo CD takes every `.json` and `.yaml` in a folder for a manifest.
 *
 * @internal
 */
export const RECORD = '.gitops-app';

const HEAD = `# Written by GitOpsApp: the files of this folder that it owns, replaces and removes. It leaves all others alone.\n`;

/**
 * The files that earlier runs wrote into the folder.
 *
 * @internal
 */
export function readRecord(folder: string): ReadonlySet<string> {
  const path = join(folder, RECORD);
  if (!existsSync(path)) return new Set();
  const lines = readFileSync(path, 'utf8').split(/\r?\n/);
  return new Set(lines.filter((line) => line !== '' && !line.startsWith('#') && isInside(line)));
}

/** @internal */
export function recordText(files: Iterable<string>): string {
  return `${HEAD}${[...files].sort().join('\n')}\n`;
}

/** The record is a file that anyone can edit: a path that leads out of the folder is never deleted. */
function isInside(path: string): boolean {
  return (
    !isAbsolute(path) &&
    !path.includes('\\') &&
    posix.normalize(path) === path &&
    !/^(?:\.\.|environments)(?:\/|$)/.test(path)
  );
}
