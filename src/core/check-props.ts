import { PipelineError } from './error';
import { suggest } from './suggest';

/**
 * Throws MLP1007 for a property that nobody reads: in plain JavaScript a misspelt one would be dropped silently.
 *
 * @internal
 */
export function checkProps(props: object, known: readonly string[], what: string, at?: string): void {
  const odd = Object.keys(props).find((key) => !known.includes(key));
  if (odd === undefined) return;
  const meant = suggest(odd, known);
  throw new PipelineError({
    code: 'MLP1007',
    message: `${what} has no property '${odd}'${meant === undefined ? '' : ` - did you mean '${meant}'?`}`,
    expected: known.join(', '),
    actual: odd,
    at,
  });
}
