import { type Verdict, verdicts } from '../verdict';
import { type Param, param } from './parameter';

/**
 * The output of a gate: `pass`, `fail`, `error` or `inconclusive`.
 *
 * A task that declares one is a gate: whatever happens to its pod, the step yields one of the four words, and
 * something else than one of them is `error`. The program writes the word and exits 0 when it judged.
 *
 * @example
 * ```ts
 * const outputs = { verdict: verdict(), reason: text() };
 * ```
 * @public
 */
export function verdict(): Param<Verdict, false> {
  return param({ kind: 'oneOf', values: verdicts });
}
