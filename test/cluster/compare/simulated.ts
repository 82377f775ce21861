import {
  compile,
  errors,
  fails,
  type Leaf,
  type Outcome as Leaves,
  nodeLost,
  playPlan,
  succeeds,
} from '../../../src/simulate/index';
import type { KubeObject } from '../api/json';
import type { Played, Player } from '../compare';
import { type Outcome, silent } from '../kubelet/outcome';
import { nodeKeys, play } from '../kubelet/scenario';

/**
 * Plays a run in the simulator, with the pods of the stand-in kubelet.
 *
 * @param takes - how long each pod runs, in milliseconds; the order in which pods end may decide what comes after
 */
export function simulated(
  manifests: readonly KubeObject[],
  options: Parameters<Player>[1],
  takes: () => number = () => 1_000,
): Played & { readonly stuck: boolean } {
  const { submit, arguments: given = {}, scenario = {}, answers = {} } = options;
  const next = play(scenario);
  const outcomeOf = (leaf: Leaf): Leaves => {
    if (leaf.kind !== 'suspend') return asLeaf(next(nodeKeys(leaf.name, leaf.template)) ?? silent, takes());
    const answer = answers[leaf.own];
    return answer === undefined || answer.resume === false
      ? { kind: 'waits' }
      : { kind: 'ended', outputs: answer.set ?? {}, takes: '1s' };
  };
  const plan = compile(manifests, { submit });
  const { workflows, findings } = playPlan(plan, outcomeOf, { arguments: given });
  const [workflow] = workflows;
  if (workflow === undefined) throw new Error(`nothing was played: ${JSON.stringify(findings)}`);
  return {
    phase: workflow.stuck.length > 0 ? 'Hangs' : workflow.phase,
    stuck: workflow.stuck.length > 0,
    nodes: workflow.nodes
      .map(({ name, type, phase, outputs }) => ({ name: name.slice(workflow.name.length), type, phase, outputs }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** The stand-in writes only what a scenario names. */
function asLeaf(outcome: Outcome, takes: number): Leaves {
  switch (outcome.kind) {
    case 'ended': {
      const { exitCode, reason, files } = outcome;
      const outputs = { '*': null, ...files };
      return exitCode === 0 ? succeeds(outputs, { takes }) : { ...fails(exitCode, outputs, { takes }), reason };
    }
    case 'node-lost':
      return { ...nodeLost, takes };
    case 'runs':
      return errors('the simulator runs no programs');
    default:
      return { kind: outcome.kind };
  }
}
