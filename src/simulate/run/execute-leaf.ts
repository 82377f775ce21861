import { goDuration } from '../world/duration';
import { completeContainers } from './containers';
import { leafOf } from './leaf';
import type { Node } from './node';
import { playOutcome } from './play-outcome';
import type { Pod } from './pod';
import type { Processed } from './processed';
import { deadlineOf, now, type Run } from './run';

/** Begins what runs for a leaf, once. Says why it can't. @internal */
export function executeLeaf(
  run: Run,
  node: Node,
  processed: Processed,
  exit: boolean,
  until: number | undefined,
): string | undefined {
  if (node.pod !== undefined) return undefined;
  const deadline = podDeadline(run, node, processed, exit, until);
  if ('problem' in deadline) return deadline.problem;
  if (deadline.tooLate === true) return undefined;
  const pod: Pod = {
    createdAt: now(run),
    deadline: deadline.at,
    hostNode: undefined,
    outcome: undefined,
    pending: false,
    gone: false,
  };
  node.pod = pod;
  run.activePods += 1;
  run.changed = true;
  if (processed.template.kind === 'containerSet') completeContainers(run, node, processed);
  run.world.executor.start(leafOf(run, node, processed), (outcome) => {
    if (pod.outcome !== undefined || pod.gone) return;
    pod.outcome = outcome;
    playOutcome(run, node, pod, outcome);
  });
  // Who answers later may never answer.
  if (run.world.executor.later && pod.outcome === undefined && pod.deadline !== undefined)
    playOutcome(run, node, pod, { kind: 'hangs' });
  return undefined;
}

/** When the pod is ended from outside, if ever; it is too late for one when the workflow's time is up. */
function podDeadline(
  run: Run,
  node: Node,
  { head }: Processed,
  exit: boolean,
  until: number | undefined,
): { readonly at: number | undefined; readonly tooLate?: boolean } | { readonly problem: string } {
  const time = now(run);
  const own = head.activeDeadlineSeconds;
  let seconds = own === undefined || own === null ? undefined : Number(own);
  const workflow = exit ? undefined : deadlineOf(run);
  if (workflow !== undefined) {
    const left = Math.trunc((workflow - time) / 1_000);
    if (left <= 0) return { at: undefined, tooLate: true };
    if (seconds === undefined || left < seconds) seconds = left;
  }
  const longest = head.timeout === undefined ? undefined : goDuration(head.timeout);
  if (longest !== undefined) {
    const left = Math.trunc((node.startedAt + longest - time) / 1_000);
    if (left <= 1) return { problem: `${node.name} exceeded its deadline` };
    seconds = left;
  }
  const ends = [seconds === undefined ? undefined : time + seconds * 1_000, until].filter((at) => at !== undefined);
  return { at: ends.length === 0 ? undefined : Math.min(...ends) };
}
