import type { Divided } from './divide-guards';
import { tasksIn, textsOf } from './texts';

/** Which tasks each task waits for. @internal */
export interface Order {
  /** Those whose end nothing but order makes it wait for, none of them before another. */
  readonly runAfter: (name: string) => readonly string[];
  /** All it directly waits for. */
  readonly before: (name: string) => readonly string[];
}

/** @internal */
export function orderOf(tasks: readonly Divided[]): Order {
  const implied = new Map(
    tasks.map(({ draft, before, inside }) => {
      const texts = [...textsOf(draft), ...before.map(({ on }) => on), ...inside.map(({ on }) => on)];
      return [draft.name, new Set(texts.flatMap(tasksIn))] as const;
    }),
  );
  const direct = new Map(
    tasks.map(({ draft }) => [draft.name, new Set([...(implied.get(draft.name) ?? []), ...draft.after])] as const),
  );
  const reached = new Map<string, ReadonlySet<string>>();
  const allBefore = (name: string): ReadonlySet<string> => {
    const known = reached.get(name);
    if (known !== undefined) return known;
    const found = new Set<string>();
    for (const other of direct.get(name) ?? []) for (const each of [other, ...allBefore(other)]) found.add(each);
    reached.set(name, found);
    return found;
  };
  const position = new Map(tasks.map(({ draft }, i) => [draft.name, i]));
  return {
    before: (name) => [...(direct.get(name) ?? [])],
    runAfter: (name) => {
      const all = [...(direct.get(name) ?? [])];
      return all
        .filter((each) => !implied.get(name)?.has(each) && !all.some((other) => allBefore(other).has(each)))
        .sort((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0));
    },
  };
}
