import type { Call } from './call';
import { release } from './hold-locks';
import { isFulfilled, isOver, type Node, type NodePhase, type NodeType } from './node';
import { now, type Run } from './run';

/** Gives a node another phase; a node that is over keeps the time at which it ended. @internal */
export function markPhase(run: Run, node: Node, phase: NodePhase, message?: string): Node {
  if (node.phase !== phase) {
    node.phase = phase;
    run.changed = true;
  }
  if (message !== undefined && message !== node.message) {
    node.message = message;
    run.changed = true;
  }
  if (node.finishedAt === undefined && isFulfilled(node)) node.finishedAt = now(run);
  if (run.held.size > 0 && isOver(phase)) giveBack(run, node);
  return node;
}

function giveBack(run: Run, { name }: Node): void {
  const held = run.held.get(name);
  if (held === undefined) return;
  release(run, held.key, held.names);
  run.held.delete(name);
}

/** @internal */
export function markError(run: Run, node: Node, message: string): Node {
  return markPhase(run, node, 'Error', message);
}

/** A new node. @internal */
export function addNode(
  run: Run,
  call: Pick<Call, 'name' | 'boundary' | 'owner' | 'hooked' | 'retried'> & { readonly holder?: Call['holder'] },
  type: NodeType,
  phase: NodePhase,
  message = '',
): Node {
  const { name, boundary, owner, holder, hooked, retried } = call;
  const time = now(run);
  const node: Node = {
    name,
    displayName: boundary === undefined ? name : displayName(name, boundary.name),
    type,
    phase,
    message,
    boundary,
    children: [],
    outbound: [],
    templateName: holder?.template ?? '',
    templateRef: holder?.templateRef,
    owner,
    startedAt: time,
    finishedAt: isOver(phase) ? time : undefined,
    inputs: undefined,
    outputs: undefined,
    hooked,
    retried,
    daemoned: false,
    ip: undefined,
    memo: undefined,
    waitsFor: undefined,
    processed: undefined,
    steps: undefined,
    dag: undefined,
    pod: undefined,
  };
  run.nodes.set(name, node);
  run.changed = true;
  return node;
}

/** What is left of the name without the boundary's and the number of the group. */
function displayName(name: string, boundary: string): string {
  const rest = name.startsWith(boundary) ? name.slice(boundary.length) : name;
  return rest.replace(/^(\[\d+\])?\./, '');
}

/** Ties a node below another one. @internal */
export function addChild(run: Run, parent: Node, child: Node): void {
  if (parent.children.includes(child)) return;
  parent.children.push(child);
  run.changed = true;
}
