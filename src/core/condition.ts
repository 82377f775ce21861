import { isAssignable } from './assignable';
import { checkValue, show } from './check-value';
import { PipelineError } from './error';
import type { Scalar } from './parameter/parameter';
import { type Input, MaybeNode, type Ref, RefNode } from './ref';
import { describeType, type ValueType } from './value-type';

const brand: unique symbol = Symbol.for('cdk8s-mlops.Condition') as never;

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
  if (['list', 'record', 'artifact'].includes(ref.type.kind)) throw malformed(`${ref.label} is a ${ref.type.kind}`);
  if (!Array.isArray(values) || values.length === 0) throw malformed('isOneOf needs a list of at least one value');
  for (const value of values) checkOperand(value, ref.type, `the value compared with ${ref.label}`);
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
  return joined('and', conditions);
}

/** True if at least one is true. @public */
export function or(...conditions: readonly [Condition, ...Condition[]]): Condition {
  return joined('or', conditions);
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
  if (typeof value !== 'object' || value === null || !(brand in value)) {
    throw malformed(`a condition is expected, not ${show(value)}`);
  }
  return value.test;
}

function joined(kind: 'and' | 'or', conditions: readonly Condition[]): Condition {
  if (conditions.length === 0) throw malformed(`${kind} needs at least one condition`);
  return condition({ kind, of: conditions.map(testOf) });
}

function compare(a: Ref<number>, operator: Operator, b: Input<number>): Condition {
  const ref = checkRef(a, 'a condition');
  if (ref.type.kind !== 'number' && ref.type.kind !== 'integer') throw malformed(`${ref.label} is no number`);
  checkOperand(b, { kind: 'number' }, `the number compared with ${ref.label}`);
  return condition({ kind: 'compare', ref, operator, value: b });
}

function checkOperand(value: unknown, type: ValueType, what: string): void {
  if (value instanceof MaybeNode) value.toString();
  if (!RefNode.is(value)) checkValue(value, type, what);
  else if (!isAssignable(value.type, type)) {
    throw new PipelineError({
      code: 'MLP1108',
      message: `${what} is ${value.label}, which is ${describeType(value.type)}`,
      expected: describeType(type),
    });
  }
}

function checkRef(value: unknown, what: string): RefNode {
  if (value instanceof MaybeNode) value.toString();
  if (RefNode.is(value)) return value;
  throw malformed(`${what} looks at an output or input of the pipeline, not at ${show(value)}`);
}

function condition(test: Test): Condition {
  return Object.freeze(Object.defineProperty({ test }, brand, { value: true }));
}

function malformed(message: string): PipelineError {
  return new PipelineError({
    code: 'MLP1105',
    message,
    expected: "a condition such as equals(scenario, 'normal')",
  });
}
