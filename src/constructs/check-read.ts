import { show } from '../core/check-value';
import type { Code } from '../core/codes';
import { PipelineError } from '../core/error';
import type { Variable } from '../programs/environment';

/** Reads a value as the program will, so that what it refuses is refused at synth. @internal */
export function checkRead<T>(code: Code, what: string, read: () => T): T {
  try {
    return read();
  } catch (problem) {
    throw new PipelineError({ code, message: `${what}: ${(problem as Error).message}` });
  }
}

/** Reads a text as a variable of a program; anything but text is refused too. @internal */
export function checkVariable(code: Code, what: string, variable: Variable<unknown>, value: unknown): void {
  if (typeof value !== 'string') throw new PipelineError({ code, message: `${what} is ${show(value)}`, actual: value });
  checkRead(code, what, () => variable.parse(value));
}
