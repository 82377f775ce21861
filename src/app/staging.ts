import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PipelineError } from '../core/error';
import { RECORD } from './output-record';

/** Text is handed to a file in pieces of about this many characters. */
const CHUNK = 1 << 18;

/** New files, written aside until all of them are whole. */
export interface Staging {
  /** The files so far: relative paths with `/`. */
  readonly files: ReadonlySet<string>;
  append(file: string, text: string): void;
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
  writeFileSync(join(root, '.gitignore'), '*\n');
  const files = new Set<string>();
  let file = '';
  let pending = '';
  let descriptor: number | undefined;
  const pathOf = (name: string): string => join(root, `${name}.part`);

  const flush = (): void => {
    if (descriptor === undefined) return;
    const bytes = Buffer.from(pending, 'utf8');
    pending = '';
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
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
    append: (name, text) => {
      if (descriptor === undefined || name !== file) open(name);
      pending += text;
      if (pending.length >= CHUNK) flush();
    },
    finish: close,
    remove: () => {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
      rmSync(root, { recursive: true, force: true });
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
