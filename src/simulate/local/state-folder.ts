import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalProblem } from './problem';

/**
 * Takes the folder that one run leaves for the next, for this process alone: two at once would overwrite each other's records.
 *
 * Throws a `LocalProblem` if it can't be written to, or another run has it. What a process that is gone has left is taken over.
 *
 * @returns gives it back
 * @internal
 */
export function takeStateFolder(folder: string): () => void {
  const lock = join(folder, 'running');
  try {
    mkdirSync(folder, { recursive: true });
    if (!isTaken(lock)) rmSync(lock, { force: true });
    writeFileSync(lock, `${process.pid}\n`, { flag: 'wx' });
  } catch (problem) {
    const { code } = problem as NodeJS.ErrnoException;
    if (code === 'EEXIST')
      throw new LocalProblem(`another run uses the folder of --state, ${folder}: wait for it, or name another one`);
    throw new LocalProblem(`the folder of --state, ${folder}, can't be written to (${code}): name another one`);
  }
  return () => rmSync(lock, { force: true });
}

function isTaken(lock: string): boolean {
  let id: number;
  try {
    id = Number(readFileSync(lock, 'utf8'));
  } catch {
    return false;
  }
  try {
    return Number.isInteger(id) && id > 0 && process.kill(id, 0);
  } catch (problem) {
    // It is there, and somebody else's.
    return (problem as NodeJS.ErrnoException).code === 'EPERM';
  }
}
