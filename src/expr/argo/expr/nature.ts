/**
 * What the engine knows of a value's type before it runs an expression.
 *
 * @internal
 */
export type Nature =
  /** `any` is what Go declares as such; of `unknown` it does not even know that. Only assignments tell them apart. */
  | { readonly kind: 'unknown' | 'any' | 'nil' | 'bool' | 'int' | 'float' | 'string' | 'function' }
  /** Without fields, nobody may look into it. */
  | { readonly kind: 'struct'; readonly fields?: ReadonlyMap<string, Nature> }
  /** `go` is the type of the list in Go: what `split` gives is no list of anything. */
  | { readonly kind: 'array'; readonly element: Nature; readonly go: 'any' | 'string' | 'int' }
  | { readonly kind: 'map'; readonly key: 'string' | 'any'; readonly element: Nature };

/** @internal */
export type Kind = Nature['kind'];

/** @internal */
export const unknown: Nature = { kind: 'unknown' };
/** @internal */
export const any: Nature = { kind: 'any' };
/** @internal */
export const nil: Nature = { kind: 'nil' };
/** @internal */
export const bool: Nature = { kind: 'bool' };
/** @internal */
export const int: Nature = { kind: 'int' };
/** @internal */
export const float: Nature = { kind: 'float' };
/** @internal */
export const text: Nature = { kind: 'string' };
/** @internal */
export const anyMap: Nature = { kind: 'map', key: 'string', element: any };

/** @internal */
export const listOf = (element: Nature): Nature => ({ kind: 'array', element, go: 'any' });

/** @internal */
export const list: Nature = listOf(any);

/** @internal */
export const texts: Nature = { kind: 'array', element: text, go: 'string' };

/** @internal */
export const isUnknown = ({ kind }: Nature): boolean => kind === 'unknown' || kind === 'any';

/** @internal */
export const isNumber = ({ kind }: Nature): boolean => kind === 'int' || kind === 'float';

/**
 * Whether Go lets a value of one type stand for another.
 *
 * @internal
 */
export function assignable(from: Nature, to: Nature): boolean {
  if (from.kind === 'nil') return to.kind === 'map' || to.kind === 'array' || to.kind === 'function';
  if (from.kind === 'unknown' || to.kind === 'unknown') return false;
  if (to.kind === 'any') return true;
  if (from.kind === 'array' && to.kind === 'array') return from.go === to.go;
  if (from.kind === 'map' && to.kind === 'map') return from.key === to.key;
  return from.kind === to.kind;
}

/** @internal */
export function comparable(a: Nature, b: Nature): boolean {
  if (isUnknown(a) || isUnknown(b) || a.kind === 'nil' || b.kind === 'nil') return true;
  return (isNumber(a) && isNumber(b)) || (a.kind === 'array' && b.kind === 'array') || assignable(a, b);
}

/**
 * Whether two types may turn out to fit an operator that takes some kinds.
 *
 * @internal
 */
export function maybe(a: Nature, b: Nature, ...kinds: readonly Kind[]): boolean {
  const [freeA, freeB] = [isUnknown(a), isUnknown(b)];
  return (freeA && freeB) || (freeA && kinds.includes(b.kind)) || (freeB && kinds.includes(a.kind));
}

/** @internal */
export function goName(nature: Nature): string {
  switch (nature.kind) {
    case 'nil':
      return 'unknown';
    case 'any':
      return 'interface {}';
    case 'float':
      return 'float64';
    case 'array':
      return nature.go === 'any' ? '[]interface {}' : `[]${nature.go}`;
    case 'map':
      return nature.key === 'string' ? 'map[string]interface {}' : 'map[interface {}]interface {}';
    default:
      return nature.kind;
  }
}
