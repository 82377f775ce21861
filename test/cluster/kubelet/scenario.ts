import { type Outcome, silent } from './outcome';

/**
 * What becomes of the pods: by the node's path in the workflow (`body.train`), its own name or its template's name, in
 * this order. A list has one outcome for each pod of that key in turn; the last one stays. Others end silently.
 */
export type Scenario = Readonly<Record<string, Outcome | readonly Outcome[]>>;

/** The outcome of the next pod of a node. */
export type Play = (node: PodNode) => Outcome;

/** Who a pod is for. */
export interface PodNode {
  /** The node's name as Argo gives it: `release-1[0].body(0).train`. */
  readonly name: string;
  readonly template: string;
}

export function play(scenario: Scenario): Play {
  const seen = new Map<string, number>();
  return (node) => {
    const key = keysOf(node).find((name) => scenario[name] !== undefined);
    const chosen = key === undefined ? silent : (scenario[key] ?? silent);
    if (!isList(chosen)) return chosen;
    const turn = seen.get(key ?? '') ?? 0;
    seen.set(key ?? '', turn + 1);
    return chosen[Math.min(turn, chosen.length - 1)] ?? silent;
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

function keysOf({ name, template }: PodNode): readonly string[] {
  const path = nodePath(name);
  const own = path.slice(path.lastIndexOf('.') + 1);
  return [name, path, own, own.replace(/\(\d+:.*$/, ''), template];
}
