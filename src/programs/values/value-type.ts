/** What a value is: as the definition declares it, and as JSON in the environment of a program. @internal */
export type ValueType =
  | { readonly kind: 'text'; readonly pattern?: string | undefined }
  | { readonly kind: 'integer' | 'number'; readonly min?: number | undefined; readonly max?: number | undefined }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'oneOf'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly of: ValueType }
  | { readonly kind: 'record'; readonly fields: { readonly [name: string]: ValueType } }
  | { readonly kind: 'artifact'; readonly path: string };
