import { PipelineError } from '../error';
import { type Block, blocksOf } from '../graph/block';
import { refsIn } from '../ref';
import { isVerdict } from '../verdict';

/**
 * Throws MLP1116 for a gate whose verdict decides nothing: such a gate passes whatever it found.
 *
 * A verdict counts as looked at when it is matched, handed on by the block, or given to another unit.
 *
 * @internal
 */
export function checkVerdicts(body: Block): void {
  const used = new Set<string>();
  const key = (node: object, output: string) => `${ids.get(node) ?? -1}/${output}`;
  const ids = new Map<object, number>();
  const blocks = [...blocksOf(body)];
  for (const { nodes } of blocks) for (const node of nodes) ids.set(node, ids.size);
  for (const { nodes, outputs } of blocks) {
    const looked: unknown[] = [outputs];
    for (const node of nodes) {
      if (node.kind === 'step') looked.push(node.args);
      else if (node.kind === 'match') looked.push(node.on);
    }
    for (const ref of refsIn(looked)) if (ref.source.kind === 'output') used.add(key(ref.source.node, ref.source.name));
  }
  for (const { nodes } of blocks) {
    for (const node of nodes) {
      if (node.kind !== 'step' && node.kind !== 'match') continue;
      const ignored = Object.entries(node.outputs).find(
        ([name, type]) => isVerdict(type) && !used.has(key(node, name)),
      );
      if (ignored === undefined) continue;
      throw new PipelineError({
        code: 'MLP1116',
        message: `nobody looks at the verdict of '${node.name}', so it can't stop anything`,
        fix: `p.match(${node.name}.outputs.${ignored[0]}, { pass: …, fail: …, error: hold(), inconclusive: hold() }), or return it`,
        at: node.block.label,
      });
    }
  }
}
