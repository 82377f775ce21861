import type { Matrix } from '../../../schemas/tekton/types';
import { asValue, isList, valueText } from './value';

/** The parameters of one run of a matrix. @internal */
export type Combination = ReadonlyMap<string, string>;

/**
 * As `Matrix.FanOut`: every combination of the parameters, those of a later parameter in the outer loop; then what is
 * included, over the combinations that it fits, or as one more.
 *
 * @internal
 */
export function fanOut({ params = [], include = [] }: Matrix): readonly Combination[] {
  const included = include.map(
    (each) => new Map((each.params ?? []).map(({ name, value }) => [name, valueText(asValue(value))])),
  );
  if (params.length === 0) return included;
  let combinations: Map<string, string>[] = [];
  for (const { name, value } of params) {
    const given = asValue(value);
    const values = isList(given) ? given : [];
    combinations =
      combinations.length === 0
        ? values.map((each) => new Map([[name, each]]))
        : values.flatMap((each) => combinations.map((one) => new Map([...one, [name, each]])));
  }
  for (const one of combinations) {
    for (const more of included) {
      const fits = [...more].every(([name, value]) => !one.has(name) || one.get(name) === value);
      if (fits) for (const [name, value] of more) one.set(name, value);
    }
  }
  for (const more of included) {
    const isThere = combinations.some((one) => [...more].some(([name, value]) => one.get(name) === value));
    if (more.size > 0 && !isThere) combinations.push(more);
  }
  return combinations.map((one) => new Map([...one].sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** As `IsMatrixed`. @internal */
export function isMatrixed(matrix: Matrix | undefined): matrix is Matrix {
  return (matrix?.params?.length ?? 0) + (matrix?.include?.length ?? 0) > 0;
}

/** More runs than that the controller does not create. @internal */
export const maxCombinations = 256;
