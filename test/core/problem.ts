import { PipelineError } from '../../src/core/error';

/** The error that a definition is refused with; one that is accepted, or fails in another way, fails the test. */
export function problemOf(define: () => unknown): PipelineError {
  try {
    define();
  } catch (error) {
    if (PipelineError.is(error)) return error;
    throw error;
  }
  throw new Error('the definition was accepted');
}

/** Everything an error tells its reader, as one text. */
export function textOf(define: () => unknown): string {
  return problemOf(define).message;
}
