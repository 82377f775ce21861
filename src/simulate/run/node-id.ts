import type { Node } from './node';
import type { Run } from './run';

/** Argo's id of a node: the workflow's name and a hash of the node's. @internal */
export function nodeId({ plan }: Run, { name }: Pick<Node, 'name'>): string {
  return name === plan.name ? name : `${plan.name}-${fnv32a(name)}`;
}

const encoder = new TextEncoder();

/** FNV-1a of 32 bits over the UTF-8 bytes. */
function fnv32a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of encoder.encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
