import type { Node } from './node';

/** The attempts of a retried node, without its hooks. @internal */
export function attemptsOf(node: Node): readonly Node[] {
  return node.children.filter(({ retried }) => retried);
}

/** The last attempt of a retried node that did not come from the cache; nothing for other nodes. @internal */
export function lastAttempt(node: Node): Node | undefined {
  if (node.type !== 'Retry' || node.memo?.hit === true) return undefined;
  return node.children.findLast(({ hooked }) => !hooked);
}
