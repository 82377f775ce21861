import { createHash } from 'node:crypto';
import { isOver, type Node } from '../run/node';
import type { Run } from '../run/run';

/**
 * What the rest of a run depends on, as one short text: two runs with the same key go on alike. What a step printed or
 * exited with is in it only as far as nodes keep it for others to read.
 *
 * @param pending what was chosen for leaves that have not ended
 * @internal
 */
export function stateKey(run: Run, leaf: string, pending: ReadonlyMap<string, string>, tellsCodes: boolean): string {
  const parts = [leaf, String(run.world.clock.now() - run.createdAt)];
  for (const node of run.nodes.values()) parts.push(nodeKey(run, node, pending, tellsCodes));
  return createHash('sha1').update(parts.join('\n')).digest('base64');
}

function nodeKey(run: Run, node: Node, pending: ReadonlyMap<string, string>, tellsCodes: boolean): string {
  const outputs = node.outputs?.parameters.map(({ name, value }) => `${name}=${value}`).join(',') ?? '';
  const seen = `${node.name} ${node.phase} ${outputs} ${node.outputs?.result ?? ''}`;
  const codes = tellsCodes ? ` ${node.outputs?.exitCode ?? ''} ${node.message}` : '';
  if (isOver(node.phase)) return seen + codes;
  return `${seen}${codes} ${node.startedAt - run.createdAt} ${pending.get(node.name) ?? ''}`;
}
