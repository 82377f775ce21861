import { PipelineError } from '../error';
import type { Block } from '../graph/block';
import { capturesOf } from '../graph/captures';
import { RefNode } from '../ref';
import type { ValueType } from '../value-type';
import type { BlockBuilder } from './block-builder';
import { refusePromise } from './produced';
import { scopeOf } from './scope-of';

const statusType: ValueType = { kind: 'oneOf', values: ['Succeeded', 'Failed'] };

/** The `finally` of a pipeline, which may be declared once. @internal */
export function addFinally(body: BlockBuilder): {
  readonly add: (callback: unknown) => void;
  readonly block: () => Block | undefined;
} {
  let declared: Block | undefined;
  const at = body.block.label;
  return {
    block: () => declared,
    add(callback) {
      body.checkOpen('finally');
      if (declared !== undefined || typeof callback !== 'function') {
        throw new PipelineError({
          code: 'MLP1120',
          message: declared === undefined ? 'finally has no callback' : 'finally is declared twice',
          expected: 'one callback: p.finally((p, { status }) => p.step(…))',
          at,
        });
      }
      const { block } = body.nested('finally', (inner) => {
        const status = new RefNode(inner.block, { kind: 'status' }, statusType, 'the status of the run');
        refusePromise(callback(scopeOf(inner), Object.freeze({ status })), inner.block.label);
      });
      for (const ref of capturesOf(block)) {
        if (ref.source.kind !== 'output') continue;
        throw new PipelineError({
          code: 'MLP1120',
          message: `finally uses ${ref.label}, which may not have run`,
          expected: 'inputs of the pipeline and the status',
          fix: 'read it from where the step wrote it, or do this in a last step of the pipeline',
          at,
        });
      }
      declared = block;
    },
  };
}
