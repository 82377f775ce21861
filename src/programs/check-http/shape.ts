/** Any JSON value. @public */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** How many characters a text or how many items a list has: exactly so many, or within bounds. @public */
export type Length = number | { readonly min?: number; readonly max?: number };

/** Text; without `equals`, `oneOf` or `length` it must not be empty. @public */
export interface TextShape {
  readonly type: 'string';
  readonly equals?: string;
  readonly oneOf?: readonly string[];
  readonly length?: Length;
}

/** A finite number, or a whole one; bounds are inclusive. @public */
export interface NumberShape {
  readonly type: 'number' | 'integer';
  readonly equals?: number;
  readonly oneOf?: readonly number[];
  readonly min?: number;
  readonly max?: number;
}

/** @public */
export interface BooleanShape {
  readonly type: 'boolean';
  readonly equals?: boolean;
}

/** @public */
export interface NullShape {
  readonly type: 'null';
}

/** A list whose items all fit; without `equals` or `length` it must not be empty. @public */
export interface ArrayShape {
  readonly type: 'array';
  readonly items?: Shape;
  readonly length?: Length;
  readonly equals?: readonly Json[];
}

/** An object that has these fields; further ones are allowed. @public */
export interface ObjectShape {
  readonly type: 'object';
  readonly fields?: Fields;
  readonly equals?: { readonly [key: string]: Json };
}

/** Any value, as long as there is one. @public */
export interface AnyShape {
  readonly type: 'any';
}

/**
 * What a JSON value has to look like: its type, and what narrows it down.
 *
 * @public
 */
export type Shape = TextShape | NumberShape | BooleanShape | NullShape | ArrayShape | ObjectShape | AnyShape;

/** A shape under a name; an optional field may be absent, but if it is there it has to fit. @public */
export type Field = Shape & { readonly optional?: boolean };

/**
 * Named fields, at the top of an answer or in an object.
 *
 * @example
 * ```ts
 * const json = { prediction: { type: 'string', oneOf: ['Bread', 'Soup'] }, probability: { type: 'number', min: 0, max: 1 } };
 * ```
 * @public
 */
export interface Fields {
  readonly [name: string]: Field;
}

/** Fields have shapes as values, a shape has its type: so a field named `type` is not mistaken for one. @internal */
export function asShape(json: Shape | Fields): Shape {
  return isShape(json) ? json : { type: 'object', fields: json };
}

function isShape(json: Shape | Fields): json is Shape {
  return typeof json.type === 'string';
}
