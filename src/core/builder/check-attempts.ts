import { PipelineError } from '../error';
import { type Block, blocksOf } from '../graph/block';
import { valuesOf } from '../graph/captures';
import { refsIn } from '../ref';

/**
 * Throws MLP1125 for an attempt of which nobody uses anything: it would fail unseen.
 *
 * @internal
 */
export function checkAttempts(body: Block): void {
  const blocks = [...blocksOf(body)];
  const attempts = blocks.flatMap(({ nodes }) => nodes.filter(({ kind }) => kind === 'attempt'));
  if (attempts.length === 0) return;
  const values = blocks.flatMap(({ nodes, outputs }) => [...nodes.map(valuesOf), Object.values(outputs)]);
  const used = new Set(refsIn(values).flatMap(({ source }) => (source.kind === 'output' ? [source.node] : [])));
  const unseen = attempts.find((node) => !used.has(node));
  if (unseen === undefined) return;
  throw new PipelineError({
    code: 'MLP1125',
    message: `nobody uses what attempt '${unseen.name}' hands on, so nobody would see it fail`,
    fix: "hand on an output of its block, and use it below: tried.outputs.runId.orElse('none')",
    at: unseen.block.label,
  });
}
