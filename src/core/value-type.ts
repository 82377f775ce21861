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
