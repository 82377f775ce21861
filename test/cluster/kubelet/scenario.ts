import type { Outcome } from './outcome';

/**
 * What becomes of the pods, on Argo by the node's path in the workflow (`body.train`), its own name or its template's
 * name, in this order; on Tekton by the task's name in the pipeline, with its number in a matrix (`each-score(0)`) or
 * without, or by its Task's name. A list has one outcome for each pod of that key in turn; the last one stays. Other pods
 * end silently.
 */
export type Scenario = Readonly<Record<string, Outcome | readonly Outcome[]>>;

/** The outcome of the next pod that one of these keys stands for, the first that the scenario has; undefined if none. */
export type Play = (keys: readonly string[]) => Outcome | undefined;

export function play(scenario: Scenario): Play {
  const seen = new Map<string, number>();
  return (keys) => {
    const key = keys.find((name) => scenario[name] !== undefined) ?? '';
    const chosen = scenario[key];
    if (chosen === undefined || !isList(chosen)) return chosen;
    const turn = seen.get(key) ?? 0;
    seen.set(key, turn + 1);
    return chosen[Math.min(turn, chosen.length - 1)];
  };
}

function isList(chosen: Outcome | readonly Outcome[]): chosen is readonly Outcome[] {
  return Array.isArray(chosen);
}

/** The path without the workflow's name, groups of steps and attempts; items of loops keep their index. */
export function nodePath(name: string): string {
  return name
    .replaceAll(/\[\d+\]/g, '')
    .replace(/^[^.]*\.?/, '')
    .replaceAll(/\(\d+\)/g, '');
}

/** What a scenario may call a node's pods, given the name that Argo gives the node (`release-1[0].body(0).train`). */
export function nodeKeys(name: string, template: string): readonly string[] {
  const path = nodePath(name);
  const own = path.slice(path.lastIndexOf('.') + 1);
  return [name, path, own, own.replace(/\(\d+:.*$/, ''), template];
}
