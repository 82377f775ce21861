import { attemptsOf } from './attempts';
import type { Call } from './call';
import { executeDag } from './execute-dag';
import { executeLeaf } from './execute-leaf';
import { executeSteps } from './execute-steps';
import { executeTemplate } from './execute-template';
import { addChild, addNode, markError, markPhase } from './mark';
import { isFulfilled, isOver, isUnsuccessful, type Node } from './node';
import { typeOf } from './node-type';
import { podName } from './pod-name';
import { forAttempt, type Processed } from './processed';
import { judgeRetry, lastRetry } from './retry';
import { strategyOf } from './retry-strategy';
import type { Run } from './run';
import { executeSuspend } from './suspend';
import { type Executed, failedWith } from './trouble';

/** Carries on with a node whose turn it is: with its attempts if it is retried. @internal */
export function executeKind(run: Run, call: Call, processed: Processed, node: Node | undefined): Executed {
  const strategy = strategyOf(run, processed.head);
  if (strategy === undefined) return executeOnce(run, call, processed, node, undefined);
  const parent = node ?? addRetryNode(run, call, processed);
  const look = judgeRetry(run, parent, strategy);
  if ('problem' in look) return { node: markError(run, parent, look.problem), trouble: failedWith(look.problem) };
  if (!look.goesOn) return { node: parent };
  const attempts = attemptsOf(parent);
  const last = attempts.at(-1);
  if (isFulfilled(parent) && (isOverBelow(parent, new Set()) || (parent.daemoned && isUnsuccessful(parent.phase)))) {
    if (last !== undefined) parent.outputs = last.outputs;
    return { node: parent };
  }
  const running = last !== undefined && !isOver(last.phase) ? last : undefined;
  const number = running === undefined ? attempts.length : attempts.length - 1;
  const name = running?.name ?? `${parent.name}(${number})`;
  const own = attemptOf(run, name, processed, running, attempts, number);
  if (typeof own === 'string')
    return { node: addNode(run, { ...call, name, retried: true }, 'Skipped', 'Error', own), trouble: failedWith(own) };
  const executed = executeOnce(run, { ...call, name, retried: true }, own, running, look.until);
  const attempt = executed.node;
  if (attempt !== undefined) addChild(run, parent, attempt);
  const { retryPolicy, expression } = strategy;
  const policy = retryPolicy ?? (expression === undefined || expression === '' ? 'OnFailure' : 'Always');
  if (executed.trouble !== undefined && policy === 'OnFailure') return executed;
  if (attempt !== undefined && !isOver(parent.phase) && isOver(attempt.phase)) return executeTemplate(run, call);
  if (attempt?.daemoned === true) {
    markPhase(run, parent, attempt.phase);
    parent.daemoned = true;
  }
  return { node: parent };
}

function addRetryNode(run: Run, call: Call, processed: Processed): Node {
  const node = addNode(run, call, 'Retry', 'Running');
  node.inputs = processed.inputs;
  node.processed = processed;
  return node;
}

/** The template as an attempt sees it, who knows how the last one ended. */
function attemptOf(
  run: Run,
  name: string,
  processed: Processed,
  running: Node | undefined,
  attempts: readonly Node[],
  number: number,
): Processed | string {
  if (running?.processed?.globalsVersion === run.globalsVersion) return running.processed;
  const before = running === undefined ? attempts : attempts.slice(0, -1);
  const locals = [
    ['pod.name', podName(run, name, processed.template.name)] as const,
    ...lastRetry(before, '0').map(([key, value]) => [key, key === 'retries' ? String(number) : value] as const),
  ];
  return forAttempt(run, processed, locals);
}

/** Tells whether nothing below a node runs. */
function isOverBelow(node: Node, seen: Set<Node>): boolean {
  if (seen.has(node)) return true;
  seen.add(node);
  return node.children.length === 0 ? isFulfilled(node) : node.children.every((child) => isOverBelow(child, seen));
}

/** One attempt, or the only one. */
function executeOnce(
  run: Run,
  call: Call,
  processed: Processed,
  known: Node | undefined,
  until: number | undefined,
): Executed {
  const { kind } = processed.template;
  const node = known ?? addNode(run, call, typeOf(kind), kind === 'steps' || kind === 'dag' ? 'Running' : 'Pending');
  if (known === undefined) node.inputs = processed.inputs;
  node.processed = processed;
  const problem = carryOn(run, call, processed, node, until);
  if (problem === undefined) return { node };
  return { node: markError(run, node, problem), trouble: failedWith(problem) };
}

function carryOn(
  run: Run,
  call: Call,
  processed: Processed,
  node: Node,
  until: number | undefined,
): string | undefined {
  switch (processed.template.kind) {
    case 'steps':
      return executeSteps(run, node, processed, call.exit);
    case 'dag':
      return executeDag(run, node, processed, call.exit);
    case 'suspend':
      return executeSuspend(run, node, processed);
    default:
      return executeLeaf(run, node, processed, call.exit, until);
  }
}
