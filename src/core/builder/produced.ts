import { checkScope } from '../check-argument';
import { show } from '../check-value';
import { PipelineError } from '../error';
import { checkParameterNames } from '../names';
import { MaybeNode, RefNode } from '../ref';
import type { BlockBuilder } from './block-builder';

/**
 * What a block's callback returned, as refs by name: those of a step, or an object of them.
 *
 * @internal
 */
export function producedBy(result: unknown, builder: BlockBuilder): { readonly [name: string]: RefNode } {
  const at = builder.block.label;
  if (result === undefined || result === null) return {};
  refusePromise(result, at);
  const outputs = typeof result === 'object' && 'outputs' in result && 'id' in result ? result.outputs : result;
  if (typeof outputs !== 'object' || outputs === null || Array.isArray(outputs) || RefNode.is(outputs)) {
    throw unusable(show(result), at);
  }
  checkParameterNames(Object.keys(outputs), `an output of ${at}`, at);
  for (const [name, value] of Object.entries(outputs)) {
    if (value instanceof MaybeNode) checkScope(value, `output '${name}'`, builder.block);
    if (!RefNode.is(value)) throw unusable(`an object whose '${name}' is ${show(value)}`, at);
    checkScope(value, `output '${name}'`, builder.block);
  }
  return Object.freeze({ ...outputs }) as { readonly [name: string]: RefNode };
}

/** Throws MLP1119 for what an async callback returns. @internal */
export function refusePromise(result: unknown, at: string): void {
  if (!(result instanceof Promise)) return;
  // What went wrong inside is told by the error below, not by a rejection that nobody handles.
  result.catch(() => undefined);
  throw new PipelineError({
    code: 'MLP1119',
    message: 'the callback is async',
    expected: 'a plain function: everything is declared before anything runs',
    at,
  });
}

function unusable(what: string, at: string): PipelineError {
  return new PipelineError({
    code: 'MLP1119',
    message: `the callback returns ${what}`,
    expected: 'nothing, a step, or an object of outputs: { digest: step.outputs.digest }',
    at,
  });
}
