import { patternOf } from '../go-pattern';
import { CompileError } from './evaluation-error';

/**
 * Whether the engine takes a pattern.
 *
 * @throws CompileError
 * @internal
 */
export function checkPattern(source: string): void {
  const pattern = patternOf(source);
  if (typeof pattern === 'string') throw new CompileError(pattern);
}
