import { PipelineError } from '../error';
import { type Block, blocksOf } from '../graph/block';
import { valuesOf } from '../graph/captures';
import type { Node } from '../graph/node';
import { own } from '../own';
import { refsIn } from '../ref';
import { isVerdict } from '../verdict';

/**
 * Throws MLP1116 for a gate whose verdict decides nothing: such a gate passes whatever it found.
 *
 * A verdict counts as looked at when it is matched, given to another unit, or handed on by the block to where it is.
 * A `when` on it does not count: the run would end green whatever else it says.
 *
 * @internal
 */
export function checkVerdicts(body: Block, end: Block | undefined): void {
  const nodes = [body, ...(end === undefined ? [] : [end])].flatMap((block) =>
    [...blocksOf(block)].flatMap((each) => each.nodes),
  );
  if (!nodes.some(hasVerdict)) return;
  const used = new Map<Node, Set<string>>();
  for (const { source } of refsIn([Object.values(body.outputs), nodes.map(lookedAt)])) {
    if (source.kind !== 'output') continue;
    used.set(source.node, (used.get(source.node) ?? new Set()).add(source.name));
  }
  for (const node of nodes) {
    const looked = used.get(node);
    const ignored = Object.entries(node.outputs).find(([name, type]) => {
      const of = type.kind === 'list' ? type.of : type;
      return isVerdict(of) && looked?.has(name) !== true && looked?.has('members') !== true;
    });
    if (ignored === undefined) continue;
    throw new PipelineError({
      code: 'MLP1116',
      message: `nobody looks at the verdict of '${node.name}', so it can't stop anything`,
      fix: `p.match(${node.name}.outputs.${ignored[0]}, { pass: …, fail: …, error: hold(), inconclusive: hold() }), or return it`,
      at: node.block.label,
    });
  }
}

function hasVerdict({ outputs }: Node): boolean {
  return Object.values(outputs).some((type) => isVerdict(type.kind === 'list' ? type.of : type));
}

/** The values that a node looks at, and what the blocks inside hand on as its outputs. */
function lookedAt(node: Node): readonly unknown[] {
  switch (node.kind) {
    case 'when':
      return handedOn(node, node.body);
    case 'forEach':
      return [node.items, ...handedOn(node, node.body)];
    case 'match':
      return [node.on, ...node.arms.flatMap(({ block }) => (block === undefined ? [] : handedOn(node, block)))];
    default:
      return valuesOf(node);
  }
}

function handedOn(node: Node, block: Block): readonly unknown[] {
  return Object.keys(block.outputs)
    .filter((name) => own(node.outputs, name) !== undefined)
    .map((name) => block.outputs[name]);
}
