import { isAssignable } from '../assignable';
import { PipelineError } from '../error';
import type { UnitGraph } from '../graph/unit-graph';
import { own } from '../own';
import { describeType } from '../value-type';
import type { Known } from './any-scope';

/** The inputs of a stage, from earlier values of the same name. Throws MLP1122 where a needed one has none. @internal */
export function fed(unit: UnitGraph, known: Known): Known {
  const args: Record<string, Known[string]> = {};
  for (const [name, { type, default: fallback }] of Object.entries(unit.inputs)) {
    const ref = own(known, name);
    if (ref !== undefined && isAssignable(ref.type, type)) args[name] = ref;
    else if (ref !== undefined || fallback === undefined) {
      throw new PipelineError({
        code: 'MLP1122',
        message: `input '${name}' of '${unit.name}' has no earlier output of that name${ref === undefined ? '' : ' and type'}`,
        expected: `${describeType(type)} among ${
          Object.keys(known)
            .map((each) => `'${each}'`)
            .join(', ') || 'no outputs'
        }`,
      });
    }
  }
  return args;
}
