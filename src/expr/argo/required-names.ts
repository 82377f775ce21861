import { childrenOf, type MemberNode, type Node } from './expr/node';
import type { Expression } from './expression';

const cache = new WeakMap<Expression, readonly string[]>();

/**
 * The names that have to be there before the controller runs an expression: each identifier, and each path of members
 * but those that `?.` or `??` guards.
 *
 * @internal
 */
export function requiredNames(expression: Expression): readonly string[] {
  const known = cache.get(expression);
  if (known !== undefined) return known;
  const names = expression.node === undefined ? [] : namesOf(expression.node);
  cache.set(expression, names);
  return names;
}

function namesOf(root: Node): readonly string[] {
  const guarded = new Set<Node>();
  walk(root, (node) => {
    if (node.type === 'binary' && node.operator === '??') {
      walk(node.left, (each) => {
        if (each.type === 'member') guarded.add(each);
      });
    }
    if (node.type === 'member' && node.optional && node.node.type === 'member') guarded.add(node.node);
  });
  const names = new Set<string>();
  walk(root, (node) => {
    if (guarded.has(node)) return;
    if (node.type === 'identifier') names.add(node.name);
    if (node.type === 'member') {
      const path = pathOf(node);
      if (path !== undefined) names.add(path);
    }
  });
  return [...names];
}

/** Children first, as the engine walks. */
function walk(node: Node, visit: (node: Node) => void): void {
  for (const child of childrenOf(node)) walk(child, visit);
  visit(node);
}

function pathOf(node: MemberNode): string | undefined {
  const parts: string[] = [];
  let current: Node = node;
  while (current.type === 'member') {
    if (current.optional || current.property.type !== 'string') return undefined;
    parts.unshift(current.property.value);
    current = current.node;
  }
  return current.type === 'identifier' ? [current.name, ...parts].join('.') : undefined;
}
