/** An expression of CEL, as far as it matters which names it asks for. @internal */
export type Cel =
  | { readonly kind: 'literal' }
  | { readonly kind: 'name'; readonly name: string; readonly at: number }
  | { readonly kind: 'select'; readonly of: Cel; readonly field: string }
  /** A function, or one of what stands before the dot. */
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly at: number;
      readonly of: Cel | undefined;
      readonly given: readonly Cel[];
    }
  /** An operator, a list, a map, an index: whatever is made of others. */
  | { readonly kind: 'made'; readonly of: readonly Cel[] }
  | { readonly kind: 'message'; readonly name: string; readonly at: number; readonly of: readonly Cel[] };

/** Why a text is no expression. @internal */
export class CelError extends Error {
  /** Where in the text, counted from 0. */
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}
