import { isCollection, isMap, isScalar, isSeq, type Node } from 'yaml';
import type { YamlPath } from './read';

/**
 * A value of a document and where it stands, counted in characters from the start of the document; -1 is nowhere. It is what
 * is kept of the parser's tree, which takes many times the memory.
 *
 * @internal
 */
export interface Place {
  /** The name that it is a field by; nothing for items, and fields whose name is no scalar. */
  readonly name: string | undefined;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly start: number;
  readonly end: number;
  /** How the parser calls a scalar; whether a collection is written in lines or brackets; nothing for an alias. */
  readonly form: string | undefined;
  readonly fields: readonly Place[] | undefined;
  readonly items: readonly Place[] | undefined;
}

/** The places of a tree. @internal */
export function placeOf(node: unknown, key?: unknown): Place {
  const [nameStart, nameEnd] = rangeOf(key);
  const [start, end] = rangeOf(node);
  return {
    name: isScalar(key) ? String(key.value) : undefined,
    nameStart,
    nameEnd,
    start,
    end,
    form: formOf(node),
    fields: isMap(node) ? node.items.map((pair) => placeOf(pair.value, pair.key)) : undefined,
    items: isSeq(node) ? node.items.map((item) => placeOf(item)) : undefined,
  };
}

/** What each step of a way leads to, as far as it leads. @internal */
export function placesOn(path: YamlPath, root: Place): readonly Place[] {
  const places: Place[] = [];
  let place: Place | undefined = root;
  for (const step of path) {
    place = below(place, step);
    if (place === undefined) break;
    places.push(place);
  }
  return places;
}

/** Of several fields of one name the last, as readers keep that one. */
function below({ fields, items }: Place, step: YamlPath[number]): Place | undefined {
  if (fields !== undefined) return fields.findLast(({ name }) => name === String(step));
  return typeof step === 'number' ? items?.[step] : undefined;
}

const nowhere: readonly [number, number] = [-1, -1];

function rangeOf(node: unknown): readonly [start: number, end: number, ...unknown[]] {
  return (node as Node | null | undefined)?.range ?? nowhere;
}

function formOf(node: unknown): string | undefined {
  if (isCollection(node)) return node.flow === true ? 'flow' : 'block';
  return isScalar(node) ? node.type : undefined;
}
