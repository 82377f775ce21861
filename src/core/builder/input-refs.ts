import type { DeclaredSet } from '../graph/unit-graph';
import { RefNode } from '../ref';
import type { Known } from './any-scope';
import type { BlockBuilder } from './block-builder';

/** The inputs of a pipeline, as its body reads them. @internal */
export function inputRefs(inputs: DeclaredSet, { block }: BlockBuilder, what: string): Known {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { type }]) => [
      name,
      new RefNode(block, { kind: 'input', name }, type, `input '${name}' of ${what}`),
    ]),
  );
}
