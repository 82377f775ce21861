import { isPodKind } from '../plan/template-kind';
import { processArguments } from './arguments';
import { type Call, resolveTemplate } from './call';
import { executeKind } from './execute-kind';
import { acquire } from './hold-locks';
import { hasNoRoom } from './limits';
import { addNode, markError, markPhase } from './mark';
import { lookUp } from './memo';
import { isOver, type Node, type Outputs } from './node';
import { nodeId } from './node-id';
import { typeOf } from './node-type';
import { podName } from './pod-name';
import type { Processed } from './processed';
import { strategyOf } from './retry-strategy';
import type { Run } from './run';
import { isLate, wakeAtTimeout } from './timeout';
import { type Executed, failedWith, limitReached, type Trouble, timedOut, tooDeep } from './trouble';

/** Templates inside templates that Argo follows. */
const maxDepth = 100;

/** Carries on with the node of a call, or begins it. @internal */
export function executeTemplate(run: Run, call: Call): Executed {
  run.depth += 1;
  try {
    return execute(run, call);
  } finally {
    run.depth -= 1;
  }
}

function execute(run: Run, call: Call): Executed {
  const node = run.nodes.get(call.name);
  if (run.depth >= maxDepth) return erred(run, call, node, tooDeep);
  if (node !== undefined && isOver(node.phase)) return { node };
  const processed = node?.processed?.globalsVersion === run.globalsVersion ? node.processed : process(run, call);
  if (typeof processed === 'string') return erred(run, call, node, failedWith(processed));
  if (node !== undefined) node.processed = processed;
  const late = node !== undefined && isLate(run, processed, node);
  if (typeof late === 'string')
    return { node: markPhase(run, node as Node, 'Failed', late), trouble: failedWith(late) };
  if (late) return { node: markPhase(run, node, 'Failed', timedOut.message), trouble: timedOut };
  if (hasNoRoom(run, processed, node, call.boundary)) return { node, trouble: limitReached };
  const locked = lock(run, call, processed, node);
  if (locked.trouble !== undefined || locked.waits) return locked;
  const known = memoized(run, call, processed, locked.node, processed.head.synchronization !== undefined);
  if (known.trouble !== undefined || (known.node !== undefined && isOver(known.node.phase))) return known;
  return executeKind(run, call, processed, known.node);
}

/** The template of a call, with everything filled in. */
function process(run: Run, { name, holder, owner, arguments: given }: Call): Processed | string {
  const template = resolveTemplate(run, holder, owner);
  if (typeof template === 'string') return template;
  const locals: [string, string][] = [['node.name', name]];
  if (template.kind !== undefined && isPodKind(template.kind) && strategyOf(run, template.source) === undefined)
    locals.push(['pod.name', podName(run, name, template.name)]);
  if (holder.kind === 'task') locals.push(['tasks.name', holder.name ?? '']);
  if (holder.kind === 'step') locals.push(['steps.name', holder.name ?? '']);
  return processArguments(run, template, given, locals);
}

/** A node that can't be begun is there all the same, and says why. */
function erred(run: Run, call: Call, node: Node | undefined, trouble: Trouble): Executed {
  if (node !== undefined) return { node: markError(run, node, trouble.message), trouble };
  return { node: addNode(run, call, 'Skipped', 'Error', trouble.message), trouble };
}

function lock(
  run: Run,
  call: Call,
  processed: Processed,
  node: Node | undefined,
): Executed & { readonly waits?: boolean } {
  const { synchronization } = processed.head;
  if (synchronization === undefined || synchronization === null) return { node };
  const key = nodeId(run, call);
  const got = acquire(run, key, synchronization);
  if ('problem' in got) return erred(run, call, node, failedWith(got.problem));
  if ('lock' in got) {
    const waiting = node ?? begun(run, call, processed, 'Pending', got.message);
    waiting.waitsFor = got.lock;
    if (waiting.message !== got.message) run.changed = true;
    waiting.message = got.message;
    return { node: waiting, waits: true };
  }
  run.held.set(call.name, { key, names: got.names });
  if (node?.waitsFor !== undefined) {
    node.waitsFor = undefined;
    node.message = '';
    run.changed = true;
  }
  return { node };
}

function memoized(run: Run, call: Call, processed: Processed, node: Node | undefined, locked: boolean): Executed {
  const { memoize } = processed.head;
  if (memoize === undefined || memoize === null || (node !== undefined && !locked) || node?.memo?.hit === false)
    return { node };
  const look = lookUp(run, memoize);
  if (typeof look === 'string') return erred(run, call, node, failedWith(look));
  const cached = node ?? begun(run, call, processed, 'Pending', '');
  cached.memo = look.memo;
  run.changed = true;
  if (look.memo.hit) end(run, cached, look.outputs);
  return { node: cached };
}

function end(run: Run, node: Node, outputs: Outputs | undefined): void {
  node.outputs = outputs;
  markPhase(run, node, 'Succeeded');
}

function begun(run: Run, call: Call, processed: Processed, phase: 'Pending', message: string): Node {
  const type = processed.head.retryStrategy === undefined ? typeOf(processed.template.kind) : 'Retry';
  const node = addNode(run, call, type, phase, message);
  node.inputs = processed.inputs;
  node.processed = processed;
  wakeAtTimeout(run, node);
  return node;
}
