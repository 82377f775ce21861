import { checkValue } from './check-value';
import { PipelineError } from './error';
import type { Scalar } from './parameter/parameter';
import { type Input, type Ref, RefNode } from './ref';

/**
 * What decides whether a `when` block runs.
 *
 * @public
 */
export interface Condition {
  /** @internal */
  readonly test: Test;
}

/** @internal */
export type Test =
  | { readonly kind: 'in'; readonly ref: RefNode; readonly values: readonly unknown[] }
  | { readonly kind: 'compare'; readonly ref: RefNode; readonly operator: Operator; readonly value: unknown }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Test[] }
  | { readonly kind: 'not'; readonly of: Test };

/** @internal */
export type Operator = '>=' | '>' | '<=' | '<';

/**
 * True if both are the same.
 *
 * @example
 * ```ts
 * p.when(equals(scenario, 'normal'), (p) => p.step(publish));
 * ```
 * @public
 */
export function equals<T extends Scalar>(a: Ref<T>, b: NoInfer<Input<T>>): Condition {
  return isOneOf(a, [b]);
}

/**
 * True if the value is one of these.
 *
 * @throws PipelineError MLP1105 without values; MLP1001 for a value that `a` can never have.
 * @public
 */
export function isOneOf<T extends Scalar>(a: Ref<T>, values: readonly NoInfer<Input<T>>[]): Condition {
  const ref = checkRef(a, 'a condition');
  if (values.length === 0) throw malformed('isOneOf needs at least one value');
  for (const value of values)
    if (!RefNode.is(value)) checkValue(value, ref.type, `the value compared with ${ref.label}`);
  return condition({ kind: 'in', ref, values: [...values] });
}

/** True if a number is this or more. @public */
export const atLeast: NumberCondition = (a, b) => compare(a, '>=', b);
/** True if a number is more than this. @public */
export const moreThan: NumberCondition = (a, b) => compare(a, '>', b);
/** True if a number is this or less. @public */
export const atMost: NumberCondition = (a, b) => compare(a, '<=', b);
/** True if a number is less than this. @public */
export const lessThan: NumberCondition = (a, b) => compare(a, '<', b);

/** @public */
export type NumberCondition = (a: Ref<number>, b: Input<number>) => Condition;

/** True if all are true. @public */
export function and(...conditions: readonly [Condition, ...Condition[]]): Condition {
  return condition({ kind: 'and', of: conditions.map(testOf) });
}

/** True if at least one is true. @public */
export function or(...conditions: readonly [Condition, ...Condition[]]): Condition {
  return condition({ kind: 'or', of: conditions.map(testOf) });
}

/** True if the other is false. @public */
export function not(other: Condition): Condition {
  return condition({ kind: 'not', of: testOf(other) });
}

/** Every value a condition looks at. @internal */
export function* operandsOf(test: Test): Generator<unknown> {
  if (test.kind === 'in') yield* [test.ref, ...test.values];
  else if (test.kind === 'compare') yield* [test.ref, test.value];
  else if (test.kind === 'not') yield* operandsOf(test.of);
  else for (const part of test.of) yield* operandsOf(part);
}

/** @internal */
export function testOf(value: Condition): Test {
  if (typeof value !== 'object' || value === null || !('test' in value)) {
    throw malformed(`a condition is expected, not ${typeof value}`);
  }
  return value.test;
}

function compare(a: Ref<number>, operator: Operator, b: Input<number>): Condition {
  const ref = checkRef(a, 'a condition');
  if (ref.type.kind !== 'number' && ref.type.kind !== 'integer') throw malformed(`${ref.label} is no number`);
  if (!RefNode.is(b)) checkValue(b, { kind: 'number' }, `the number compared with ${ref.label}`);
  return condition({ kind: 'compare', ref, operator, value: b });
}

function checkRef(value: unknown, what: string): RefNode {
  if (RefNode.is(value)) return value;
  throw malformed(`${what} looks at an output or input of the pipeline, not at a ${typeof value}`);
}

function condition(test: Test): Condition {
  return Object.freeze({ test });
}

function malformed(message: string): PipelineError {
  return new PipelineError({
    code: 'MLP1105',
    message,
    expected: "a condition such as equals(scenario, 'normal')",
  });
}
