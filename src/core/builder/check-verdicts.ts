import { PipelineError } from '../error';
import { type Block, blocksOf } from '../graph/block';
import { valuesOf } from '../graph/captures';
import type { Node } from '../graph/node';
import { decides } from '../graph/unit-graph';
import { own } from '../own';
import { RefNode, refsIn } from '../ref';
import { goodWord } from '../verdict';

/**
 * Throws MLP1116 for a gate whose verdict decides nothing: such a gate passes whatever it found.
 *
 * A verdict counts as looked at when it is matched, given to another unit, handed on by the block to where it is, or when
 * a unit that decides by the record comes after it.
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
      return goodWord(of) !== undefined && looked?.has(name) !== true && looked?.has('members') !== true;
    });
    if (ignored === undefined) continue;
    throw new PipelineError({
      code: 'MLP1116',
      message: `nobody looks at the ${node.kind === 'approval' ? 'decision' : 'verdict'} of '${node.name}', so it can't stop anything`,
      fix:
        node.kind === 'forEach'
          ? 'call p.match(…) on it inside the block of the loop'
          : `call p.match(…) on '${ignored[0]}' of '${node.name}', one arm for each word; hold() is one. Or return it`,
      at: node.block.label,
    });
  }
}

/** The verdicts of a step that a deciding unit comes after. */
function verdictsOf(node: Node): readonly RefNode[] {
  return Object.entries(node.outputs).map(
    ([name, type]) => new RefNode(node.block, { kind: 'output', node, name }, type, name),
  );
}

function hasVerdict({ outputs }: Node): boolean {
  return Object.values(outputs).some((type) => goodWord(type.kind === 'list' ? type.of : type) !== undefined);
}

/** The values that a node looks at, and what the blocks inside hand on as its outputs. */
function lookedAt(node: Node): readonly unknown[] {
  switch (node.kind) {
    case 'when':
    case 'attempt':
      return handedOn(node, node.body);
    case 'forEach':
      return [node.items, ...handedOn(node, node.body)];
    case 'match':
      return [node.on, ...node.arms.flatMap(({ block }) => (block === undefined ? [] : handedOn(node, block)))];
    case 'step':
      if (decides(node.unit)) return node.after.flatMap(verdictsOf);
      // Telling somebody is not deciding: only a unit that takes a verdict as one does.
      return Object.entries(node.args)
        .filter(([name]) => goodWord(node.unit.inputs[name]?.type ?? { kind: 'boolean' }) !== undefined)
        .map(([, value]) => value);
    default:
      return valuesOf(node);
  }
}

function handedOn(node: Node, block: Block): readonly unknown[] {
  return Object.keys(block.outputs)
    .filter((name) => own(node.outputs, name) !== undefined)
    .map((name) => block.outputs[name]);
}
