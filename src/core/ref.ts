import { PipelineError } from './error';
import type { Block } from './graph/block';
import type { Node } from './graph/node';
import type { Artifact, Integer, Scalar } from './parameter/parameter';
import type { ValueType } from './value-type';

declare const valueType: unique symbol;
const brand: unique symbol = Symbol.for('cdk8s-mlops.Ref') as never;

/**
 * A value known only when the pipeline runs.
 *
 * Pass it on as an input, put it into a text with `fmt`, branch on it with `match` or `when`. It is no string: the
 * compiler refuses `+` and template literals, and `toString()` throws MLP1103.
 *
 * @public
 */
// `& symbol` makes `'v' + ref` and `${ref}` compile errors; at run time a ref is an object.
export type Ref<T> = RefObject<T> & symbol;

/** @public */
export interface RefObject<out T> {
  /** Only there for the type checker. */
  readonly [valueType]: T;
  /** Where the value comes from, for messages. */
  readonly label: string;
  toString(): never;
}

/**
 * A value that may be absent because its step may not run. Give it a default before using it.
 *
 * @public
 */
export interface Maybe<out T> {
  /** The value, or this one where there is none. */
  orElse(fallback: Input<T>): Ref<T>;
}

/**
 * What an input takes: a literal, or a ref of the same type.
 *
 * @public
 */
export type Input<T> = Literal<T> | Ref<T>;

/** @public */
export type Literal<T> = T extends Integer
  ? number
  : T extends Artifact
    ? never
    : T extends readonly (infer E)[]
      ? readonly Input<E>[]
      : T extends Scalar
        ? T
        : { readonly [K in keyof T]: Input<T[K]> };

/**
 * Where the value of a ref comes from.
 *
 * @internal
 */
export type Source =
  | { readonly kind: 'input'; readonly name: string }
  | { readonly kind: 'output'; readonly node: Node; readonly name: string }
  | { readonly kind: 'item' }
  | { readonly kind: 'status' }
  | { readonly kind: 'format'; readonly parts: readonly (string | RefNode)[] }
  | { readonly kind: 'compose'; readonly value: Composed }
  | { readonly kind: 'field'; readonly of: RefNode; readonly name: string }
  | { readonly kind: 'fallback'; readonly of: RefNode; readonly value: unknown };

/** A list or record literal with refs inside. @internal */
export type Composed = RefNode | Scalar | readonly Composed[] | { readonly [name: string]: Composed };

/**
 * The run-time object behind `Ref<T>`.
 *
 * @internal
 */
export class RefNode {
  readonly scope: Block | undefined;
  readonly source: Source;
  readonly type: ValueType;
  readonly label: string;

  constructor(scope: Block | undefined, source: Source, type: ValueType, label: string) {
    this.scope = scope;
    this.source = source;
    this.type = type;
    this.label = label;
    Object.defineProperty(this, brand, { value: true });
    Object.freeze(this);
  }

  /** Also recognizes refs made by another copy of this package. */
  static is(value: unknown): value is RefNode {
    return typeof value === 'object' && value !== null && brand in value;
  }

  toString(): never {
    throw new PipelineError({
      code: 'MLP1103',
      message: `${this.label} is known only when the pipeline runs, it has no text now`,
      fix: 'put it into a text with fmt`…${ref}…`',
    });
  }

  toJSON(): never {
    return this.toString();
  }

  [Symbol.toPrimitive](): never {
    return this.toString();
  }
}

/**
 * Gives the run-time object its public type.
 *
 * @internal
 */
export function asRef<T>(node: RefNode): Ref<T> {
  return node as unknown as Ref<T>;
}

/**
 * The refs a value is made of, itself included, innermost last.
 *
 * @internal
 */
export function refsIn(value: unknown): readonly RefNode[] {
  const found: RefNode[] = [];
  collectRefs(value, found, []);
  return found;
}

function collectRefs(value: unknown, found: RefNode[], around: readonly unknown[]): void {
  if (typeof value !== 'object' || value === null || value instanceof MaybeNode || around.includes(value)) return;
  if (!RefNode.is(value)) {
    const inside = [...around, value];
    for (const item of Array.isArray(value) ? value : Object.values(value)) {
      if (typeof item === 'object') collectRefs(item, found, inside);
    }
    return;
  }
  found.push(value);
  const { source } = value;
  if (source.kind === 'format') for (const part of source.parts) collectRefs(part, found, around);
  else if (source.kind === 'compose') collectRefs(source.value, found, around);
  else if (source.kind === 'field') collectRefs(source.of, found, around);
  else if (source.kind === 'fallback') {
    collectRefs(source.of, found, around);
    collectRefs(source.value, found, around);
  }
}

/**
 * The run-time object behind `Maybe<T>`.
 *
 * @internal
 */
export class MaybeNode {
  readonly ref: RefNode;
  private readonly check: (fallback: unknown, type: ValueType, label: string) => unknown;

  constructor(ref: RefNode, check: (fallback: unknown, type: ValueType, label: string) => unknown) {
    this.ref = ref;
    this.check = check;
    Object.freeze(this);
  }

  orElse(fallback: unknown): RefNode {
    const { scope, type, label } = this.ref;
    const value = this.check(fallback, type, `the default of ${label}`);
    return new RefNode(scope, { kind: 'fallback', of: this.ref, value }, type, label);
  }

  toString(): never {
    throw new PipelineError({
      code: 'MLP1107',
      message: `${this.ref.label} may be absent, since its step may not run`,
      fix: 'give it a default: .orElse(…)',
    });
  }
}
