/**
 * The syntax tree of github.com/expr-lang/expr, with its names for things.
 *
 * @internal
 */
export type Node =
  | { readonly type: 'nil' }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'int'; readonly value: bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'identifier'; readonly name: string }
  | { readonly type: 'unary'; readonly operator: string; readonly node: Node }
  | { readonly type: 'binary'; readonly operator: string; readonly left: Node; readonly right: Node }
  | { readonly type: 'chain'; readonly node: Node }
  | MemberNode
  | { readonly type: 'slice'; readonly node: Node; readonly from?: Node | undefined; readonly to?: Node | undefined }
  | { readonly type: 'call'; readonly callee: Node; readonly args: readonly Node[] }
  | { readonly type: 'builtin'; readonly name: string; readonly args: readonly Node[] }
  | { readonly type: 'predicate'; readonly node: Node }
  | { readonly type: 'pointer'; readonly name: string }
  | { readonly type: 'let'; readonly name: string; readonly value: Node; readonly body: Node }
  | { readonly type: 'sequence'; readonly nodes: readonly Node[] }
  | { readonly type: 'conditional'; readonly condition: Node; readonly yes: Node; readonly no: Node }
  | { readonly type: 'array'; readonly nodes: readonly Node[] }
  | { readonly type: 'map'; readonly pairs: readonly { readonly key: Node; readonly value: Node }[] };

/** @internal */
export interface MemberNode {
  readonly type: 'member';
  readonly node: Node;
  readonly property: Node;
  readonly optional: boolean;
}

/**
 * The nodes right below a node, in the order in which the engine walks them.
 *
 * @internal
 */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.type) {
    case 'unary':
    case 'chain':
    case 'predicate':
      return [node.node];
    case 'binary':
      return [node.left, node.right];
    case 'member':
      return [node.node, node.property];
    case 'slice':
      return [node.node, node.from, node.to].filter((each) => each !== undefined);
    case 'call':
      return [node.callee, ...node.args];
    case 'builtin':
      return node.args;
    case 'let':
      return [node.value, node.body];
    case 'sequence':
    case 'array':
      return node.nodes;
    case 'conditional':
      return [node.condition, node.yes, node.no];
    case 'map':
      return node.pairs.flatMap(({ key, value }) => [key, value]);
    default:
      return [];
  }
}
