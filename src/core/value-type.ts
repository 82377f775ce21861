/**
 * What a value is, as data: engines derive patterns, casts and defaults from it.
 *
 * @internal
 */
export type ValueType =
  | { readonly kind: 'text'; readonly pattern?: string | undefined }
  | { readonly kind: 'integer' | 'number'; readonly min?: number | undefined; readonly max?: number | undefined }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'oneOf'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly of: ValueType }
  | { readonly kind: 'record'; readonly fields: { readonly [name: string]: ValueType } }
  | { readonly kind: 'artifact'; readonly path: string };

/**
 * What a text output may hold unless it declares a pattern: no braces and no spaces, since engines read values again when
 * they pass them on, and what a pod writes is not trusted.
 */
const safeText = '[A-Za-z0-9._:/@+=,-]*';

/** The type of an output that a pod writes. @internal */
export function outputType(type: ValueType): ValueType {
  switch (type.kind) {
    case 'text':
      return type.pattern === undefined ? { kind: 'text', pattern: safeText } : type;
    case 'list':
      return { kind: 'list', of: outputType(type.of) };
    case 'record':
      return {
        kind: 'record',
        fields: Object.fromEntries(Object.entries(type.fields).map(([name, field]) => [name, outputType(field)])),
      };
    default:
      return type;
  }
}

/** A type that holds whatever one of the others holds; nothing if they have no kind in common. @internal */
export function joinedType(a: ValueType, b: ValueType): ValueType | undefined {
  if (JSON.stringify(a) === JSON.stringify(b)) return a;
  const texts = (type: ValueType) => type.kind === 'text' || type.kind === 'oneOf';
  const numbers = (type: ValueType) => type.kind === 'number' || type.kind === 'integer';
  if (a.kind === 'oneOf' && b.kind === 'oneOf')
    return { kind: 'oneOf', values: [...new Set([...a.values, ...b.values])] };
  if (texts(a) && texts(b)) return { kind: 'text' };
  if (numbers(a) && numbers(b)) return { kind: a.kind === 'integer' && b.kind === 'integer' ? 'integer' : 'number' };
  if (a.kind !== 'list' || b.kind !== 'list') return undefined;
  const of = joinedType(a.of, b.of);
  return of === undefined ? undefined : { kind: 'list', of };
}

/**
 * Says in words what a value of this type looks like: `an integer from 1`, `one of 'a', 'b'`.
 *
 * @internal
 */
export function describeType(type: ValueType): string {
  switch (type.kind) {
    case 'text':
      return type.pattern === undefined ? 'text' : `text matching ${type.pattern}`;
    case 'integer':
    case 'number':
      return `${type.kind === 'integer' ? 'an integer' : 'a number'}${range(type)}`;
    case 'boolean':
      return 'true or false';
    case 'oneOf':
      return `one of ${type.values.map((value) => `'${value}'`).join(', ')}`;
    case 'list':
      return `a list (each: ${describeType(type.of)})`;
    case 'record':
      return `a record with ${Object.entries(type.fields)
        .map(([name, field]) => `'${name}' (${describeType(field)})`)
        .join(', ')}`;
    case 'artifact':
      return 'an artifact';
  }
}

function range({ min, max }: { readonly min?: number | undefined; readonly max?: number | undefined }): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` from ${min}`;
  return max === undefined ? '' : ` up to ${max}`;
}
