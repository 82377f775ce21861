import type { ValueType } from '../value-type';

declare const valueType: unique symbol;
declare const whole: unique symbol;
declare const stored: unique symbol;

/**
 * A whole number. A plain `number` literal is accepted where one is wanted, `Ref<number>` is not.
 *
 * @public
 */
export type Integer = number & { readonly [whole]: true };

/**
 * A file or folder that one step leaves in the artifact store and another reads.
 *
 * @public
 */
export interface Artifact {
  readonly [stored]: true;
}

/** @public */
export type Scalar = string | number | boolean;

/**
 * A declared input or output: its kind, its limits and, where it may be left out, its default.
 *
 * Made by `text`, `integer`, `number`, `boolean`, `oneOf`, `list`, `record`, `verdict` and `artifact`.
 *
 * @public
 */
export interface Param<out T, out Optional extends boolean = boolean> {
  /** Only there for the type checker. */
  readonly [valueType]: T;
  readonly optional: Optional;
  /** @internal */
  readonly type: ValueType;
  readonly default?: unknown;
  readonly doc?: string | undefined;
}

/** @public */
export interface Params {
  readonly [name: string]: Param<unknown>;
}

/** @public */
export interface ParamOptions<out D> {
  /** Used when the input is not given, or when the step leaves no such output. */
  readonly default?: D | undefined;
  /** One line for whoever starts the pipeline by hand. */
  readonly doc?: string | undefined;
}

/** @internal */
export type HasDefault<D> = [D] extends [never] ? false : true;

/** @internal */
export type ValueOf<P> = P extends Param<infer T> ? T : never;
/** @internal */
export type ValuesOf<S> = { readonly [K in keyof S]: ValueOf<S[K]> };
type OptionalNames<S> = { [K in keyof S]: S[K] extends Param<unknown, true> ? K : never }[keyof S];
/** Distributes over `T` so that the compiler prints the members instead of the alias. */
type Expanded<T> = T extends infer U ? { [K in keyof U]: U[K] } : never;

/**
 * The inputs that a set of declared parameters takes: those with a default are optional.
 *
 * @internal
 */
export type InputsOf<S> = Expanded<
  { readonly [K in Exclude<keyof S, OptionalNames<S>>]: ValueOf<S[K]> } & {
    readonly [K in OptionalNames<S>]?: ValueOf<S[K]> | undefined;
  }
>;

/**
 * The run-time half of a parameter; the value type lives in the compiler only.
 *
 * @internal
 */
export function param<T, Optional extends boolean>(
  type: ValueType,
  options: ParamOptions<unknown> = {},
): Param<T, Optional> {
  const { default: fallback, doc } = options;
  return Object.freeze({
    type,
    optional: fallback !== undefined,
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(doc === undefined ? {} : { doc }),
  }) as unknown as Param<T, Optional>;
}
