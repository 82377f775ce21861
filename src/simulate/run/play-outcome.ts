import { milliseconds } from '../scenario/milliseconds';
import type { Outcome } from '../scenario/outcome';
import { endContainers } from './containers';
import { addGlobalOutputs } from './globals';
import { leafEnds } from './leaf-ends';
import { markPhase } from './mark';
import { remember } from './memo';
import { isOver, type Node, type NodePhase } from './node';
import type { Pod } from './pod';
import type { Run } from './run';
import { wakeAtTimeout } from './timeout';
import { tellUndeclared } from './undeclared';

/** From a pod's creation until its main container runs. */
const startUp = 1_000;
const defaultTakes = 10_000;

/** Plans what happens to a leaf's pod. @internal */
export function playOutcome(run: Run, node: Node, pod: Pod, outcome: Outcome): void {
  const kind = node.processed?.template.kind;
  if (kind === 'http' || kind === 'plugin') {
    at(run, node, pod.createdAt + takes(outcome, 1_000), (run, node) => endTask(run, node, outcome));
    return;
  }
  if (outcome.kind === 'never-scheduled' || outcome.kind === 'cannot-pull' || outcome.kind === 'waits') {
    at(run, node, pod.createdAt, (run, node, pod) => stay(run, node, pod, outcome));
    return;
  }
  const runs = Math.max(run.world.clock.now(), pod.createdAt + startUp);
  at(run, node, runs, begin);
  const daemon = node.processed?.head.daemon === true;
  const ends = isEndless(outcome, daemon) ? Number.POSITIVE_INFINITY : runs + takes(outcome, defaultTakes);
  if (pod.deadline !== undefined && pod.deadline <= ends && pod.deadline > runs) {
    at(run, node, pod.deadline, pastDeadline);
  } else if (ends !== Number.POSITIVE_INFINITY) at(run, node, ends, (run, node, pod) => end(run, node, pod, outcome));
}

/** A daemon runs until somebody ends it, unless the scenario has it end. */
function isEndless(outcome: Outcome, daemon: boolean): boolean {
  if (outcome.kind === 'hangs') return true;
  return daemon && outcome.kind === 'ended' && (outcome.exitCode ?? 0) === 0 && outcome.takes === undefined;
}

function at(run: Run, node: Node, time: number, happens: (run: Run, node: Node, pod: Pod) => void): void {
  run.world.clock.forNode(time, run, node, (run, node) => {
    const { pod } = node;
    if (pod !== undefined && !pod.gone && !isOver(node.phase)) happens(run, node, pod);
  });
}

function begin(run: Run, node: Node, pod: Pod): void {
  pod.hostNode = 'node-1';
  node.phase = 'Running';
  node.message = '';
  if (node.processed?.head.daemon === true) {
    node.daemoned = true;
    node.ip = '10.0.0.1';
    run.dirty = true;
  }
  // Only hooks look at what runs.
  if (run.plan.mentions('"hooks"')) run.dirty = true;
  if (node.processed?.template.kind === 'containerSet') endContainers(run, node, undefined);
}

function stay(run: Run, node: Node, pod: Pod, { kind, message }: Outcome & { readonly kind: string }): void {
  const image = node.processed?.template.source.container?.image ?? node.processed?.template.source.script?.image;
  const reasons: Readonly<Record<string, string>> = {
    'never-scheduled': 'Unschedulable: 0/1 nodes are available',
    'cannot-pull': `ImagePullBackOff: Back-off pulling image ${JSON.stringify(image ?? '')}`,
  };
  markPhase(run, node, 'Pending', message ?? reasons[kind] ?? '');
  pod.pending = true;
  run.hasPendingPods = true;
  wakeAtTimeout(run, node);
}

function end(run: Run, node: Node, pod: Pod, outcome: Outcome): void {
  pod.gone = true;
  run.dirty = true;
  const daemon = node.processed?.head.daemon === true;
  node.daemoned = false;
  const { phase, message, outputs } = leafEnds(node, outcome);
  node.outputs = outputs;
  if (outcome.kind === 'ended') tellUndeclared(run, node, outcome.outputs);
  if (outputs !== undefined) addGlobalOutputs(run, outputs);
  if (node.processed?.template.kind === 'containerSet') endContainers(run, node, outcome);
  markPhase(run, node, daemon && phase === 'Succeeded' ? 'Failed' : phase, message);
  if (node.phase === 'Succeeded') remember(run, node);
}

function pastDeadline(run: Run, node: Node, pod: Pod): void {
  pod.gone = true;
  run.dirty = true;
  node.daemoned = false;
  node.outputs = { parameters: [], artifacts: [], exitCode: '137' };
  markPhase(run, node, 'Failed', 'Pod was active on the node longer than the specified deadline');
}

/** A request, or what a plugin does. */
function endTask(run: Run, node: Node, outcome: Outcome): void {
  if (outcome.kind !== 'ended') {
    if (outcome.kind === 'error' || outcome.kind === 'node-lost')
      markPhase(run, node, outcome.kind === 'error' ? 'Error' : 'Failed', outcome.message ?? '');
    run.dirty = true;
    return;
  }
  const phase: NodePhase = (outcome.exitCode ?? 0) === 0 ? 'Succeeded' : 'Failed';
  node.outputs = leafEnds(node, outcome).outputs;
  run.dirty = true;
  if (phase === 'Succeeded') remember(run, node);
  markPhase(run, node, phase, phase === 'Failed' ? (outcome.message ?? 'received non-2xx response code: 500') : '');
}

function takes(outcome: Outcome, otherwise: number): number {
  return 'takes' in outcome && outcome.takes !== undefined ? milliseconds(outcome.takes, 'takes') : otherwise;
}
