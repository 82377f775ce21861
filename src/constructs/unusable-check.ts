import { PipelineError } from '../core/error';

/** The error for a check that can't be made. @internal */
export function unusableCheck(message: string): PipelineError {
  return new PipelineError({
    code: 'MLP3006',
    message,
    expected: "a check such as { path: '/predict', sample, expect: { status: 200, json: { … } } }",
  });
}

/** Reads a value as the program will, so that what it refuses is refused here. @internal */
export function readAsProgram(what: string, read: () => unknown): void {
  try {
    read();
  } catch (problem) {
    throw unusableCheck(`${what}: ${(problem as Error).message}`);
  }
}
