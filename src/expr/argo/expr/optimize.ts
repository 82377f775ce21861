import { CompileError } from './evaluation-error';
import { childrenOf, type Node } from './node';
import { arithmetic } from './operators';

/**
 * A node after the engine's optimizer, as far as that can be seen from outside: `x && false` does not look at `x`, and a
 * list of texts is asked like the keys of a map.
 *
 * @internal
 */
export type Optimized = Node | { readonly type: 'in-texts'; readonly left: Node; readonly texts: ReadonlySet<string> };

/**
 * What the engine makes of a tree before it runs it.
 *
 * @throws CompileError for a division by a zero that is written out
 * @internal
 */
export function optimize(node: Node): Node {
  const inner = withChildren(node, optimize);
  if (inner.type === 'unary') return foldUnary(inner);
  return inner.type === 'binary' ? combinePredicates(foldBinary(inner)) : inner;
}

/** The texts of a list that is written out, if it holds nothing else. */
export function textsOf(node: Node): ReadonlySet<string> | undefined {
  if (node.type !== 'array' || node.nodes.length === 0) return undefined;
  const texts = node.nodes.map((each) => (each.type === 'string' ? each.value : undefined));
  return texts.includes(undefined) ? undefined : new Set(texts.filter((each) => each !== undefined));
}

function withChildren(node: Node, change: (node: Node) => Node): Node {
  if (childrenOf(node).length === 0) return node;
  switch (node.type) {
    case 'unary':
    case 'chain':
    case 'predicate':
      return { ...node, node: change(node.node) };
    case 'binary':
      return { ...node, left: change(node.left), right: change(node.right) };
    case 'member':
      return { ...node, node: change(node.node), property: change(node.property) };
    case 'slice':
      return { ...node, node: change(node.node), from: node.from && change(node.from), to: node.to && change(node.to) };
    case 'call':
      return { ...node, callee: change(node.callee), args: node.args.map(change) };
    case 'builtin':
      return { ...node, args: node.args.map(change) };
    case 'let':
      return { ...node, value: change(node.value), body: change(node.body) };
    case 'sequence':
    case 'array':
      return { ...node, nodes: node.nodes.map(change) };
    case 'conditional':
      return { ...node, condition: change(node.condition), yes: change(node.yes), no: change(node.no) };
    case 'map':
      return { ...node, pairs: node.pairs.map(({ key, value }) => ({ key: change(key), value: change(value) })) };
    default:
      return node;
  }
}

function foldUnary(node: Node & { readonly type: 'unary' }): Node {
  const { operator, node: inner } = node;
  if (inner.type === 'int' && operator === '-') return { type: 'int', value: BigInt.asIntN(64, -inner.value) };
  if (inner.type === 'float' && operator === '-') return { type: 'float', value: -inner.value };
  if ((inner.type === 'int' || inner.type === 'float') && operator === '+') return inner;
  if (inner.type === 'bool' && (operator === '!' || operator === 'not')) return { type: 'bool', value: !inner.value };
  return node;
}

function foldBinary(node: Node & { readonly type: 'binary' }): Node {
  const { operator, left, right } = node;
  switch (operator) {
    case 'and':
    case '&&':
      return foldLogical(node, true);
    case 'or':
    case '||':
      return foldLogical(node, false);
    case '==':
      if (left.type !== right.type) return node;
      if (left.type !== 'int' && left.type !== 'string' && left.type !== 'bool') return node;
      return { type: 'bool', value: left.value === (right as typeof left).value };
    case '+':
      if (left.type === 'string' && right.type === 'string') return { type: 'string', value: left.value + right.value };
      return foldNumbers(node);
    case '%':
      if (left.type !== 'int' || right.type !== 'int') return node;
      if (right.value === 0n) throw new CompileError('integer divide by zero');
      return foldNumbers(node);
    case '-':
    case '*':
    case '/':
    case '**':
    case '^':
      return foldNumbers(node);
    default:
      return node;
  }
}

function foldNumbers(node: Node & { readonly type: 'binary' }): Node {
  const { operator, left, right } = node;
  if ((left.type !== 'int' && left.type !== 'float') || (right.type !== 'int' && right.type !== 'float')) return node;
  const value = arithmetic(operator, left.value, right.value);
  return typeof value === 'bigint' ? { type: 'int', value } : { type: 'float', value: value as number };
}

/** @param neutral the value that leaves the other side as it is */
function foldLogical(node: Node & { readonly type: 'binary' }, neutral: boolean): Node {
  const { left, right } = node;
  if (left.type === 'bool' && left.value === neutral) return right;
  if (right.type === 'bool' && right.value === neutral) return left;
  if (left.type === 'bool' || right.type === 'bool') return { type: 'bool', value: !neutral };
  return node;
}

/** `all(x, a) && all(x, b)` looks at each item once, so that an item for which `a` is false never meets `b`. */
function combinePredicates(node: Node): Node {
  if (node.type !== 'binary' || node.left.type !== 'builtin' || node.right.type !== 'builtin') return node;
  const operator = combined(node.left.name, node.operator);
  const [list, first] = node.left.args;
  const [other, second] = node.right.args;
  if (operator === undefined || node.left.name !== node.right.name) return node;
  if (list === undefined || other === undefined || first?.type !== 'predicate' || second?.type !== 'predicate') {
    return node;
  }
  if (written(list) !== written(other)) return node;
  const predicate = combinePredicates({ type: 'binary', operator, left: first.node, right: second.node });
  return { type: 'builtin', name: node.left.name, args: [list, { type: 'predicate', node: predicate }] };
}

function combined(name: string, operator: string): string | undefined {
  const and = operator === '&&' || operator === 'and';
  if (name === 'all' && and) return operator;
  if (name === 'none' && and) return operator === 'and' ? 'or' : '||';
  return name === 'any' && (operator === '||' || operator === 'or') ? operator : undefined;
}

const written = (node: Node): string =>
  JSON.stringify(node, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
