import { anyString } from '../plan/any-string';
import { milliseconds } from '../scenario/milliseconds';
import type { Outcome } from '../scenario/outcome';
import { secondsOrDuration } from '../world/duration';
import { leafOf } from './leaf';
import { markPhase } from './mark';
import { type Given, isOver, type Node } from './node';
import type { Processed } from './processed';
import { now, type Run, wakeAt } from './run';
import { tellUndeclared } from './undeclared';

/** Carries on with a node that waits for somebody, or for a time. Says why it can't. @internal */
export function executeSuspend(run: Run, node: Node, processed: Processed): string | undefined {
  if (node.pod === undefined) {
    const problem = begin(run, node, processed);
    if (problem !== undefined) return problem;
  }
  const duration = processed.head.suspend?.duration;
  if (duration !== undefined && duration !== '') {
    const length = secondsOrDuration(duration);
    if (length === undefined)
      return `unable to parse ${duration} as a duration: time: invalid duration ${JSON.stringify(duration)}`;
    if (now(run) >= node.startedAt + length) {
      const problem = supply(node, {});
      if (problem !== undefined) return problem;
      markPhase(run, node, 'Succeeded');
      return undefined;
    }
  }
  markPhase(run, node, 'Running');
  return undefined;
}

function begin(run: Run, node: Node, processed: Processed): string | undefined {
  const declared = processed.head.outputs?.parameters ?? [];
  const supplied = declared.filter(({ valueFrom }) => valueFrom?.supplied !== undefined && valueFrom.supplied !== null);
  if (supplied.length > 0)
    node.outputs = {
      parameters: supplied.map(({ name, globalName }) => ({ name, value: undefined, globalName })),
      artifacts: [],
    };
  node.pod = {
    createdAt: now(run),
    deadline: undefined,
    hostNode: undefined,
    outcome: undefined,
    pending: false,
    gone: false,
  };
  const duration = processed.head.suspend?.duration;
  const length = duration === undefined || duration === '' ? undefined : secondsOrDuration(duration);
  if (length !== undefined) wakeAt(run, node.startedAt + length);
  run.world.executor.start(leafOf(run, node, processed), (outcome) => answer(run, node, outcome, length !== undefined));
  return undefined;
}

/** Somebody resumes the node, or stops it, after a while. */
function answer(run: Run, node: Node, outcome: Outcome, endsByItself: boolean): void {
  if (outcome.kind !== 'ended' || (endsByItself && outcome.outputs === undefined && outcome.takes === undefined))
    return;
  const time = milliseconds(outcome.takes ?? 10_000, 'takes');
  tellUndeclared(run, node, outcome.outputs);
  run.world.clock.forNode(Math.max(now(run), node.startedAt + time), run, node, (run, node) => {
    if (isOver(node.phase)) return;
    run.dirty = true;
    const problem = supply(node, outcome.outputs ?? {});
    // Argo refuses to resume a node that lacks an output; it goes on waiting.
    if (problem !== undefined) node.message = problem;
    else markPhase(run, node, (outcome.exitCode ?? 0) === 0 ? 'Succeeded' : 'Failed', outcome.message);
  });
}

/** Gives the outputs that were supplied, else their defaults. */
function supply(node: Node, given: Readonly<Record<string, string | null>>): string | undefined {
  if (node.outputs === undefined) return undefined;
  const { outputs = {}, inputs = {} } = node.processed?.head ?? {};
  const parameters: Given[] = [];
  for (const parameter of node.outputs.parameters) {
    const declared = outputs.parameters?.find(({ name }) => name === parameter.name);
    const input = inputs.parameters?.find(({ name }) => name === parameter.name);
    const value = given[parameter.name] ?? anyString(declared?.valueFrom?.default) ?? anyString(input?.default);
    if (value === undefined)
      return `raw output parameter '${parameter.name}' has not been set and does not have a default value`;
    parameters.push({ ...parameter, value });
  }
  node.outputs = { ...node.outputs, parameters };
  return undefined;
}
