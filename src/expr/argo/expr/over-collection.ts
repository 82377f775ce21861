import { grouped, isList, type Value } from '../value';
import { EvaluationError, UnsupportedError } from './evaluation-error';
import type { Node } from './node';
import { arithmetic, ordered } from './operators';
import { type Frame, type Pointer, type Program, truth } from './program';

/**
 * The functions that look at each item of a list.
 *
 * @returns undefined for other functions
 * @internal
 */
export function runOverCollection(
  node: Node & { readonly type: 'builtin' },
  compile: (node: Node) => Program,
): Program | undefined {
  const run = runs.get(node.name);
  const [first, second, third] = node.args;
  if (run === undefined || first === undefined) return undefined;
  const collection = compile(first);
  const predicate = second === undefined ? undefined : compile(second);
  const last = third === undefined ? undefined : compile(third);
  return (frame) => {
    const items = collection(frame);
    if (typeof items === 'string') throw new UnsupportedError('the bytes of a text, one by one');
    if (!isList(items)) throw new EvaluationError(`reflect: call of reflect.Value.Len on ${typeof items} Value`);
    const pointer: Pointer = { item: null, index: 0n, soFar: null };
    const inner: Frame = { ...frame, pointers: [...frame.pointers, pointer] };
    const at = (index: number): Value => {
      pointer.item = items[index] ?? null;
      pointer.index = BigInt(index);
      return predicate === undefined ? pointer.item : predicate(inner);
    };
    return run({ items, at, pointer, last: last === undefined ? undefined : () => last(inner) });
  };
}

interface Walk {
  readonly items: readonly Value[];
  /** What the predicate says of the item at an index. */
  readonly at: (index: number) => Value;
  readonly pointer: Pointer;
  readonly last: (() => Value) | undefined;
}

const holds =
  ({ at }: Walk) =>
  (_: Value, index: number) =>
    truth(at(index));

const undecided = (): never => {
  throw new UnsupportedError('a search from the end');
};

const indexOrNil = (index: number): Value => (index < 0 ? null : BigInt(index));

const runs: ReadonlyMap<string, (walk: Walk) => Value> = new Map<string, (walk: Walk) => Value>([
  ['all', (walk) => walk.items.every(holds(walk))],
  ['none', (walk) => !walk.items.some(holds(walk))],
  ['any', (walk) => walk.items.some(holds(walk))],
  ['one', (walk) => walk.items.filter(holds(walk)).length === 1],
  ['filter', (walk) => walk.items.filter(holds(walk))],
  ['map', ({ items, at }) => items.map((_, index) => at(index))],
  ['count', (walk) => BigInt(walk.items.filter(holds(walk)).length)],
  ['sum', ({ items, at }) => items.reduce<Value>((sum, _, index) => arithmetic('+', at(index), sum), 0n)],
  ['find', (walk) => walk.items[walk.items.findIndex(holds(walk))] ?? null],
  ['findIndex', (walk) => indexOrNil(walk.items.findIndex(holds(walk)))],
  // The engine leaves what it compared on its stack, where others take it for a value of theirs.
  ['findLast', undecided],
  ['findLastIndex', undecided],
  ['groupBy', groupBy],
  ['sortBy', sortBy],
  ['reduce', reduce],
]);

function groupBy({ items, at }: Walk): Value {
  const groups = new Map<Value, Value[]>();
  for (const [index, item] of items.entries()) {
    const key = at(index);
    if (key !== null && typeof key === 'object') throw new EvaluationError('runtime error: hash of unhashable type');
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return grouped(groups);
}

function sortBy({ items, at, last }: Walk): Value {
  const order = last === undefined ? 'asc' : last();
  if (order !== 'asc' && order !== 'desc') throw new EvaluationError('unknown order, use asc or desc');
  const keyed = items.map((item, index) => ({ item, key: at(index) }));
  return sorted(keyed, ({ key }) => key, order === 'desc').map(({ item }) => item);
}

/**
 * Sorted as Go's `sort.Sort` does, which keeps the order of equal items in short lists only.
 *
 * @throws UnsupportedError for equal items in a long list
 * @internal
 */
export function sorted<T>(items: readonly T[], keyOf: (item: T) => Value, descending: boolean): readonly T[] {
  let ties = false;
  const result = [...items].sort((a, b) => {
    const [x, y] = descending ? [keyOf(b), keyOf(a)] : [keyOf(a), keyOf(b)];
    if (ordered('<', x, y)) return -1;
    if (ordered('<', y, x)) return 1;
    ties = true;
    return 0;
  });
  if (ties && items.length > 12) throw new UnsupportedError('the order of equal items in a long list');
  return result;
}

function reduce({ items, at, pointer, last }: Walk): Value {
  let start = 0;
  if (last === undefined) {
    const [first] = items;
    if (first === undefined) throw new EvaluationError('reflect: slice index out of range');
    pointer.soFar = first;
    start = 1;
  } else {
    pointer.soFar = last();
  }
  for (let index = start; index < items.length; index++) pointer.soFar = at(index);
  return pointer.soFar;
}
