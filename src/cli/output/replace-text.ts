import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { reasonOf } from '../input/unreadable';

/**
 * Gives a file another text: all of it or nothing, whatever happens meanwhile. Mode and owner stay, and so does a link to it.
 *
 * @param before the text that the new one was made of: a file that holds another one by now is left as it is
 * @returns why it was left as it is; nothing if it was replaced
 * @internal
 */
export function replaceText(file: string, before: string, after: string): string | undefined {
  let part: string | undefined;
  try {
    // A link stays one: what it leads to is replaced.
    const path = realpathSync(file);
    accessSync(path, constants.W_OK);
    const { mode, uid, gid } = statSync(path);
    const aside = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
    const descriptor = openSync(aside, 'wx', 0o600);
    part = aside;
    try {
      writeFileSync(descriptor, after);
      if (process.getuid?.() === 0) fchownSync(descriptor, uid, gid);
      fchmodSync(descriptor, mode & 0o7777);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    if (!readFileSync(path).equals(Buffer.from(before))) return 'it changed meanwhile';
    renameSync(aside, path);
    part = undefined;
    return undefined;
  } catch (problem) {
    const isTaken = problem instanceof Error && 'code' in problem && problem.code === 'EEXIST';
    return isTaken ? 'another program is writing it' : reasonOf(problem, 'written');
  } finally {
    if (part !== undefined) rmSync(part, { force: true });
  }
}
