import { type Environment, optional, readEnvironment, required } from '../environment';
import { excerpt } from '../excerpt';
import { InputError } from '../input-error';
import { matching } from '../parse';

/**
 * The line that tells the on-call engineer why nothing moves, or why a match found no arm for its value.
 *
 * @internal
 */
export function holdLine(environment: Environment): string {
  try {
    const { outcome, reason, value } = readEnvironment(environment, {
      outcome: required('OUTCOME', matching(/^[a-z][a-z-]{0,40}$/, 'an outcome of lower-case letters and hyphens')),
      reason: optional('REASON', (text) => excerpt(text), ''),
      value: optional('VALUE', (text) => excerpt(text, 80), undefined),
    });
    const unmatched = value === undefined ? '' : `no arm takes the value "${value}"`;
    return `${outcome}: ${[unmatched, reason].filter((text) => text !== '').join('; ') || 'no reason given'}`;
  } catch (problem) {
    if (problem instanceof InputError) return `hold: ${excerpt(problem.message)}`;
    throw problem;
  }
}
