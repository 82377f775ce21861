import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PipelineError } from '../core/error';
import { RECORD } from './output-record';

/** Bytes are handed to a file in pieces of this size. */
const CHUNK = 1 << 18;

/**
 * New files, written aside until all of them are whole.
 *
 * @internal
 */
export interface Staging {
  /** The files so far: relative paths with `/`. */
  readonly files: ReadonlySet<string>;
  /** Adds bytes to the end of a file; they are copied. */
  append(file: string, bytes: Uint8Array): void;
  /** Hands the last piece over; after that the files are whole. */
  finish(): void;
  /** Where a file of this name is, or is to be, written. */
  pathOf(file: string): string;
  remove(): void;
}

/**
 * Opens a place for new files inside the output folder, so on the same file system, whose name tells the process.
 *
 * Until they are renamed the files end in `.part`, and git does not see them: after a crash nothing takes them for
 * manifests. The next run removes them.
 *
 * @throws PipelineError MLP4004 when another process is writing to the folder
 * @internal
 */
export function openStaging(folder: string): Staging {
  const root = join(folder, `${RECORD}.${process.pid}`);
  for (const { name, pid } of stagingFolders(folder)) {
    if (pid !== process.pid && isAlive(pid)) throw busy(folder, name);
    rmSync(join(folder, name), { recursive: true, force: true });
  }
  mkdirSync(root);
  const remove = (): void => rmSync(root, { recursive: true, force: true });
  try {
    writeFileSync(join(root, '.gitignore'), '*\n');
  } catch (error) {
    remove();
    throw error;
  }
  const files = new Set<string>();
  let file = '';
  const pending = Buffer.allocUnsafe(CHUNK);
  let used = 0;
  let descriptor: number | undefined;
  const pathOf = (name: string): string => join(root, `${name}.part`);

  const write = (bytes: Uint8Array): void => {
    if (descriptor === undefined) return;
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
  };
  const flush = (): void => {
    const bytes = pending.subarray(0, used);
    used = 0;
    write(bytes);
  };
  const close = (): void => {
    const open = descriptor;
    if (open === undefined) return;
    try {
      flush();
    } finally {
      descriptor = undefined;
      closeSync(open);
    }
  };
  const open = (name: string): void => {
    close();
    if (!files.has(name)) mkdirSync(dirname(pathOf(name)), { recursive: true });
    files.add(name);
    file = name;
    descriptor = openSync(pathOf(name), 'a');
  };
  return {
    files,
    pathOf,
    append: (name, bytes) => {
      if (descriptor === undefined || name !== file) open(name);
      if (used + bytes.length > CHUNK) flush();
      if (bytes.length > CHUNK) write(bytes);
      else {
        pending.set(bytes, used);
        used += bytes.length;
      }
    },
    finish: close,
    remove: () => {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
      used = 0;
      remove();
    },
  };
}

function stagingFolders(folder: string): { readonly name: string; readonly pid: number }[] {
  return readdirSync(folder).flatMap((name) => {
    const [, pid] = /^\.gitops-app\.(\d+)$/.exec(name) ?? [];
    return pid === undefined ? [] : [{ name, pid: Number(pid) }];
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function busy(folder: string, name: string): PipelineError {
  return new PipelineError({
    code: 'MLP4004',
    message: `another process is writing to '${folder}'`,
    fix: `give each app a folder of its own; if no other is running, delete '${join(folder, name)}'`,
  });
}
