import { show } from './check-value';
import { PipelineError } from './error';
import { suggest } from './suggest';

/**
 * Throws MLP1007 for a property that nobody reads: in plain JavaScript a misspelt one would be dropped silently.
 * Throws MLP1001 for what is no object at all.
 *
 * @internal
 */
export function checkProps(props: object, known: readonly string[], what: string, at?: string): void {
  if (typeof props !== 'object' || props === null) {
    throw new PipelineError({
      code: 'MLP1001',
      message: `${what} is given ${show(props)}`,
      expected: `an object of ${known.join(', ')}`,
      actual: props,
      at,
    });
  }
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

/** Throws MLP1001 for a single value where several may stand. @internal */
export function checkLists(props: object, names: readonly string[], what: string): void {
  for (const [name, value] of Object.entries(props)) {
    if (!names.includes(name) || value === undefined || Array.isArray(value)) continue;
    throw new PipelineError({
      code: 'MLP1001',
      message: `the ${name} of ${what} are ${show(value)}`,
      expected: 'a list',
      actual: value,
    });
  }
}
