import type { KubeObject } from './api/json';
import type { Run, RunOptions } from './run';

/** What anybody who plays manifests can tell of a run. */
export interface Played {
  readonly phase: string;
  readonly nodes: readonly PlayedNode[];
}

export interface PlayedNode {
  /** The node's name without the workflow's: `[0].release.train(0)`. */
  readonly name: string;
  readonly type: string;
  readonly phase: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Plays a run of a WorkflowTemplate among the manifests. */
export type Player = (
  manifests: readonly KubeObject[],
  options: Pick<RunOptions, 'submit' | 'arguments' | 'scenario' | 'answers'>,
) => Promise<Played>;

/** A run of the real controller, to be compared. */
export function played({ phase, nodes, workflow }: Run): Played {
  const own = workflow.metadata.name.length;
  return {
    phase,
    nodes: nodes
      .map(({ name, type, phase, outputs }) => ({
        name: name.slice(own),
        type,
        phase,
        outputs: Object.fromEntries(
          (outputs?.parameters ?? []).flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
        ),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** What differs, one line for each difference; none when both say the same. */
export function differences(controller: Played, other: Played): readonly string[] {
  const lines: string[] = [];
  const tell = (what: string, one: string | undefined, two: string | undefined) => {
    if (one !== two) lines.push(`${what}: the controller says ${one ?? 'nothing'}, the other ${two ?? 'nothing'}`);
  };
  tell('the run', controller.phase, other.phase);
  const names = new Set([...controller.nodes, ...other.nodes].map(({ name }) => name));
  for (const name of [...names].sort()) {
    const [one, two] = [controller, other].map(({ nodes }) => nodes.find((node) => node.name === name));
    // What still ran when the run ended was left alone: how far it got is luck.
    if (
      one?.type === two?.type &&
      [one, two].some((node) => ['Pending', 'Running'].includes(node?.phase ?? '')) &&
      isOver(controller)
    )
      continue;
    tell(`node '${name}'`, one && `${one.type} ${one.phase}`, two && `${two.type} ${two.phase}`);
    if (one === undefined || two === undefined) continue;
    for (const output of new Set([...Object.keys(one.outputs), ...Object.keys(two.outputs)]))
      tell(`output '${output}' of node '${name}'`, one.outputs[output], two.outputs[output]);
  }
  return lines;
}

const isOver = ({ phase }: Played): boolean => ['Succeeded', 'Failed', 'Error'].includes(phase);
