import { show } from '../check-value';
import { PipelineError } from '../error';
import { checkedDefault } from './checked-default';
import { type HasDefault, type Param, type ParamOptions, param } from './parameter';

/**
 * One of a few words. A step can `match` on it, one arm for each.
 *
 * @throws PipelineError MLP1004 if the list is empty, repeats a word or has one that is not `[A-Za-z0-9._-]+`.
 * @example
 * ```ts
 * const scenario = oneOf(['normal', 'bad-architecture', 'oversized'], { default: 'normal' });
 * ```
 * @public
 */
export function oneOf<const V extends string, D extends V = never>(
  values: readonly V[],
  options: ParamOptions<D> = {},
): Param<V, HasDefault<D>> {
  const words: readonly unknown[] = Array.isArray(values) ? values : [];
  const odd = words.findIndex(
    (word, i) => typeof word !== 'string' || !/^[A-Za-z0-9._-]{1,63}$/.test(word) || words.indexOf(word) !== i,
  );
  if (words.length === 0 || odd >= 0) {
    throw new PipelineError({
      code: 'MLP1004',
      message: odd < 0 ? 'oneOf needs a list of at least one value' : `oneOf can't offer ${show(words[odd])}`,
      expected: 'different words of letters, digits and ._- with at most 63 characters',
      actual: values,
    });
  }
  const type = { kind: 'oneOf', values: Object.freeze([...values]) } as const;
  return param(type, checkedDefault(type, options));
}
