import { isOver, type Node } from '../run/node';
import type { Run } from '../run/run';
import { mayBeRead } from './read-outputs';

/** What a key has to tell apart. @internal */
export interface KeyOptions {
  /** Some text reads exit codes or messages. */
  readonly codes: boolean;
  /** Runs may come to their deadline: when something happened makes a difference. */
  readonly time: boolean;
}

/**
 * What the rest of a workflow depends on. What is inside a template that is over is seen by nobody any more.
 *
 * @internal
 */
export function workflowKey(run: Run, chosen: ReadonlyMap<string, string>, options: KeyOptions): string {
  const parts = options.time ? [String(run.world.clock.now() - run.createdAt)] : [];
  for (const node of run.nodes.values()) {
    if (isVisible(node)) parts.push(nodeKey(run, node, chosen, options));
  }
  for (const { name, value } of run.outputs.values()) parts.push(`${name}=${value}`);
  return [...parts, ...run.world.caches.keys()].join('\n');
}

function isVisible({ boundary }: Node): boolean {
  for (let around = boundary; around !== undefined; around = around.boundary) if (isOver(around.phase)) return false;
  return true;
}

function nodeKey(run: Run, node: Node, chosen: ReadonlyMap<string, string>, { codes, time }: KeyOptions): string {
  const read = node.outputs?.parameters.filter(({ name }) => mayBeRead(node, name)) ?? [];
  const outputs = read.map(({ name, value }) => `${name}=${value}`).join(',');
  const seen = `${node.name} ${node.phase} ${outputs} ${node.outputs?.result ?? ''}`;
  const told = codes ? ` ${node.outputs?.exitCode ?? ''} ${node.message}` : '';
  if (isOver(node.phase)) return seen + told;
  // Beside each other, what began first ends first.
  const age = time ? node.startedAt - run.createdAt : run.world.clock.now() - node.startedAt;
  return `${seen}${told} ${node.children.length === 0 ? age : ''} ${chosen.get(node.name) ?? ''}`;
}
