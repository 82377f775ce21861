import { InputError } from '../programs/input-error';

/**
 * Reads a value as the program will, so that what it refuses is refused here.
 *
 * @returns why the program can't use it, or nothing
 * @internal
 */
export function programProblem<T>(value: T, read: (text: string) => unknown): string | undefined {
  if (typeof value !== 'string') return 'expected text';
  try {
    read(value);
    return undefined;
  } catch (problem) {
    if (problem instanceof InputError) return problem.message;
    throw problem;
  }
}
