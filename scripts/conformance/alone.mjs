// Work that processes must not do at the same time.
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';

/** Does the work when no other process does. The lock names its process, as a killed one leaves it behind. */
export function alone(lock, work) {
  for (;;) {
    try {
      writeFileSync(lock, `${process.pid}`, { flag: 'wx' });
      break;
    } catch (problem) {
      if (problem.code !== 'EEXIST') throw problem;
      if (isHeld(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
      else rmSync(lock, { force: true });
    }
  }
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function isHeld(lock) {
  try {
    const recent = Date.now() - statSync(lock).mtimeMs < 3_600_000;
    return recent && process.kill(Number(readFileSync(lock, 'utf8')), 0);
  } catch (problem) {
    // The process of another user is one too; a lock that has just gone will not be found the next time.
    return problem.code !== 'ESRCH';
  }
}
