import { lstatSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { PipelineError } from '../core/error';
import { RECORD, recordText } from './output-record';
import type { Staging } from './staging';

/**
 * Puts the staged files in the place of the old ones and removes old ones that are no more.
 *
 * All that needs space on the disk has been written before the first file is replaced; then files are renamed one by
 * one. The record names old and new files until the end, so that a run that is cut off leaves nothing without an owner.
 *
 * @param owned files that earlier runs wrote
 * @throws PipelineError MLP4005 when a file that is not ours is in the way
 * @internal
 */
export function replaceFiles(folder: string, staging: Staging, owned: ReadonlySet<string>): void {
  const files = [...staging.files];
  if (files.length === 0 && owned.size === 0) return;
  refuseForeign(folder, staging, files, owned);
  const stale = [...owned].filter((file) => !staging.files.has(file));
  const during = staging.pathOf('record-during');
  const after = staging.pathOf('record-after');
  writeFileSync(during, recordText([...files, ...stale]));
  writeFileSync(after, recordText(files));

  renameSync(during, join(folder, RECORD));
  const folders = new Set(files.map((file) => posix.dirname(file)));
  for (const name of folders) mkdirSync(join(folder, name), { recursive: true });
  for (const file of files) renameSync(staging.pathOf(file), join(folder, file));
  for (const file of stale) rmSync(join(folder, file), { force: true });
  for (const name of new Set(stale.map((file) => posix.dirname(file)))) removeEmpty(folder, name);
  if (files.length > 0) renameSync(after, join(folder, RECORD));
  else rmSync(join(folder, RECORD));
}

/** A file that is not ours is never replaced, unless it already says the same. */
function refuseForeign(folder: string, staging: Staging, files: readonly string[], owned: ReadonlySet<string>): void {
  const foreign = new Set<string>();
  for (const file of files) {
    const found = inTheWay(folder, staging, file, owned);
    if (found !== undefined) foreign.add(found);
  }
  if (foreign.size === 0) return;
  throw new PipelineError({
    code: 'MLP4005',
    message: `in '${folder}' ${[...foreign].map((file) => `'${file}'`).join(', ')} would be replaced, but GitOpsApp did not write it`,
    fix: `move it away, write to another folder, or delete it if an app did write it and the file '${RECORD}' was lost`,
  });
}

function inTheWay(folder: string, staging: Staging, file: string, owned: ReadonlySet<string>): string | undefined {
  const names = file.split('/');
  for (let depth = 1; depth < names.length; depth++) {
    const parent = names.slice(0, depth).join('/');
    const kind = kindOf(join(folder, parent));
    if (kind === 'none') return undefined;
    if (kind !== 'folder') return parent;
  }
  const path = join(folder, file);
  const kind = kindOf(path);
  if (kind === 'none') return undefined;
  return kind === 'file' && (owned.has(file) || isSame(path, staging.pathOf(file))) ? undefined : file;
}

function kindOf(path: string): 'none' | 'file' | 'folder' | 'other' {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return 'none';
  if (found.isFile()) return 'file';
  // A link could lead anywhere, also to files of someone else.
  return found.isDirectory() ? 'folder' : 'other';
}

function isSame(one: string, other: string): boolean {
  return readFileSync(one).equals(readFileSync(other));
}

function removeEmpty(folder: string, name: string): void {
  for (let up = name; up !== '.'; up = posix.dirname(up)) {
    try {
      rmdirSync(join(folder, up));
    } catch {
      return;
    }
  }
}
