import { checkArgument, checkScope } from '../check-argument';
import { checkProps } from '../check-props';
import { type Condition, operandsOf, testOf } from '../condition';
import { PipelineError } from '../error';
import type { AttemptNode, WhenNode } from '../graph/node';
import { outputsProxy } from '../outputs-proxy';
import { MaybeNode, RefNode } from '../ref';
import type { BranchOptions } from '../scope';
import type { BlockBuilder, Handle } from './block-builder';
import { producedBy } from './produced';
import { scopeOf } from './scope-of';

/** @internal */
export function addWhen(builder: BlockBuilder, condition: Condition, body: unknown, options: BranchOptions): Handle {
  const at = builder.block.label;
  for (const operand of operandsOf(testOf(condition))) checkScope(operand, 'a condition', builder.block);
  checkProps(options, ['name', 'after'], 'when', at);
  if (typeof body !== 'function') {
    throw new PipelineError({ code: 'MLP1119', message: 'when has no callback', expected: '(p) => p.step(…)', at });
  }
  const given = options.name;
  if (given !== undefined) builder.nameFor(given, given);
  const { block } = builder.nested(given ?? 'when', (inner) => {
    inner.block.outputs = producedBy(body(scopeOf(inner)), inner);
  });
  const name = given ?? builder.nameFor(undefined, `maybe-${block.nodes[0]?.name ?? 'nothing'}`);
  const outputs = Object.fromEntries(
    Object.entries(block.outputs).map(([output, ref]) => [output, (ref as RefNode).type]),
  );
  refuseArtifacts(outputs, 'when', at);
  const node: WhenNode = {
    kind: 'when',
    name,
    block: builder.block,
    condition,
    body: block,
    outputs,
    after: builder.after(options.after, name),
  };
  builder.add(node);
  return builder.handle(node, maybeOutputs(node));
}

/** What a block hands on that may be absent. @internal */
export function maybeOutputs(node: WhenNode | AttemptNode): object {
  const { block, kind, name } = node;
  const maybes = Object.entries(node.outputs).map(([output, type]) => {
    const label = `output '${output}' of ${kind} '${name}'`;
    const ref = new RefNode(block, { kind: 'output', node, name: output }, type, label);
    return [output, new MaybeNode(ref, (fallback, t, what) => checkArgument(fallback, t, what, block))];
  });
  return outputsProxy(Object.fromEntries(maybes), 'output', `${kind} '${name}'`, block.label);
}

/** @internal */
export function refuseArtifacts(
  outputs: { readonly [name: string]: { readonly kind: string } },
  what: string,
  at: string,
): void {
  const odd = Object.entries(outputs).find(([, { kind }]) => kind === 'artifact');
  if (odd === undefined) return;
  throw new PipelineError({
    code: 'MLP1123',
    message: `the block of a ${what} hands on the artifact '${odd[0]}'`,
    fix: 'use the artifact inside the block, or hand on a text that says where it is',
    at,
  });
}
