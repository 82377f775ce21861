import type { Leaf } from './executor';
import type { Outcome } from './outcome';

/**
 * What becomes of leaf steps. A key is the step's path (`deliver.train`), its own name, the name of its template, in this
 * order, or one of these with `*` for anything; `test(0:eu)` is one item of a loop, `test` all. A list has one outcome for
 * each attempt in turn, of which the last one stays. A function may leave steps to the defaults.
 *
 * What nobody names ends well with sample outputs.
 *
 * @public
 */
export type Scenario = Readonly<Record<string, Outcome | readonly Outcome[]>> | ((leaf: Leaf) => Outcome | undefined);

/** What becomes of a leaf that nobody names. @internal */
export const endsWell: Outcome = { kind: 'ended' };

/** Answers for a leaf, once for each time it runs; nothing for leaves that the scenario leaves to others. @internal */
export function namedAnswersOf(scenario: Scenario): (leaf: Leaf) => Outcome | undefined {
  if (typeof scenario === 'function') return scenario;
  const globs = Object.keys(scenario).filter((key) => key.includes('*'));
  const patterns = globs.map((key) => ({ key, pattern: globPattern(key) }));
  const turns = new Map<string, number>();
  return (leaf) => {
    const names = leaf.names ?? namesOf(leaf);
    const key =
      names.find((name) => Object.hasOwn(scenario, name)) ??
      patterns.find(({ pattern }) => names.some((name) => pattern.test(name)))?.key;
    const chosen = key === undefined ? undefined : scenario[key];
    if (chosen === undefined) return undefined;
    if (!isList(chosen)) return chosen;
    const turn = turns.get(`${key} ${leaf.workflow} ${leaf.path}`) ?? 0;
    turns.set(`${key} ${leaf.workflow} ${leaf.path}`, turn + 1);
    return chosen[Math.min(turn, chosen.length - 1)];
  };
}

/** What a key may call a leaf, the most exact first. @internal */
export function namesOf({
  name,
  path,
  own,
  template,
}: Pick<Leaf, 'name' | 'path' | 'own' | 'template'>): readonly string[] {
  return [name, path, withoutItems(path), own, withoutItems(own), template];
}

/** @internal */
export function globPattern(key: string): RegExp {
  return new RegExp(
    `^${key
      .split('*')
      .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  );
}

function withoutItems(path: string): string {
  return path.replaceAll(/\(\d+:[^()]*\)/g, '');
}

function isList(chosen: Outcome | readonly Outcome[]): chosen is readonly Outcome[] {
  return Array.isArray(chosen);
}
