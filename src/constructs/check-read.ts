import type { Code } from '../core/codes';
import { PipelineError } from '../core/error';

/** Reads a value as the program will, so that what it refuses is refused at synth. @internal */
export function checkRead<T>(code: Code, what: string, read: () => T): T {
  try {
    return read();
  } catch (problem) {
    throw new PipelineError({ code, message: `${what}: ${(problem as Error).message}` });
  }
}
