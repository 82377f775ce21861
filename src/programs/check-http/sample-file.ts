import { readFileSync, statSync } from 'node:fs';
import { excerpt } from '../excerpt';
import { InputError } from '../input-error';

const maxBytes = 16 * 1024 * 1024;

/**
 * Reads the sample that is sent to the candidate.
 *
 * @throws InputError if it is missing, not a plain file, empty or larger than 16 MiB
 * @internal
 */
export function readSample(path: string): Buffer {
  const shown = excerpt(path, 200);
  const size = sizeOf(path, shown);
  if (size === 0) throw new InputError(`${shown} is empty`);
  if (size > maxBytes) throw new InputError(`${shown} is larger than ${maxBytes} bytes`);
  return readFileSync(path);
}

function sizeOf(path: string, shown: string): number {
  try {
    const status = statSync(path);
    // A device or a pipe could be read for ever.
    if (!status.isFile()) throw new InputError(`${shown} is not a file`);
    return status.size;
  } catch (problem) {
    if (problem instanceof InputError) throw problem;
    throw new InputError(`${shown} cannot be read (${(problem as NodeJS.ErrnoException).code ?? 'unknown cause'})`);
  }
}
