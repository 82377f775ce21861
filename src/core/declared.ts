import { show } from './check-value';
import { PipelineError } from './error';
import type { DeclaredSet } from './graph/unit-graph';
import { checkParameterNames } from './names';
import type { ValueType } from './value-type';

/**
 * The inputs or outputs of a unit as they were declared; later changes of the object don't matter.
 *
 * @throws PipelineError MLP1001, MLP1006, MLP1008
 * @internal
 */
export function declaredSet(given: unknown, kind: 'input' | 'output', what: string): DeclaredSet {
  if (typeof given !== 'object' || given === null) {
    throw new PipelineError({
      code: 'MLP1001',
      message: `the ${kind}s of ${what} are ${show(given)}`,
      expected: '{ name: text(), … }',
      actual: given,
    });
  }
  checkParameterNames(Object.keys(given), `an ${kind} of ${what}`);
  for (const [name, param] of Object.entries(given)) typeOf(param, `${kind} '${name}' of ${what}`);
  return Object.freeze({ ...given });
}

/**
 * The type of a parameter made by `text`, `integer` and their like. Throws MLP1008 for anything else.
 *
 * @internal
 */
export function typeOf(param: unknown, what: string): ValueType {
  const type = typeof param === 'object' && param !== null && 'type' in param ? param.type : undefined;
  if (typeof type === 'object' && type !== null && 'kind' in type) return type as ValueType;
  throw new PipelineError({
    code: 'MLP1008',
    message: `${what} is declared with ${show(param)}`,
    expected: 'text(), integer(), number(), boolean(), oneOf([…]), list(…), record({ … }), verdict() or artifact(…)',
    actual: param,
  });
}

/**
 * The type of a value inside a list or record, which travel as JSON. Throws MLP1123 for an artifact.
 *
 * @internal
 */
export function innerType(param: unknown, what: string): ValueType {
  const type = typeOf(param, what);
  if (type.kind !== 'artifact') return type;
  throw new PipelineError({
    code: 'MLP1123',
    message: `${what} is an artifact`,
    expected: 'values: lists and records travel as text',
    fix: 'declare the artifact as an output of its own, a folder if there are many files',
  });
}
