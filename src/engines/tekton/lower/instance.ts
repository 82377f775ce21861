import { PipelineError } from '../../../core/error';
import type { Block } from '../../../core/graph/block';
import type { Node } from '../../../core/graph/node';
import type { PipelineGraph } from '../../../core/graph/unit-graph';
import type { RefNode } from '../../../core/ref';
import type { Guard } from '../value/guard';
import { type Place, type Value, worked } from '../value/value';
import { itemText } from './draft';

/** @internal */
export interface Values {
  readonly [name: string]: Value;
}

/**
 * A pipeline where it is used: Tekton has no pipeline in a pipeline, so each use is put into the one that is emitted, with
 * values of its own.
 *
 * @internal
 */
export class Instance implements Place {
  readonly #blocks: ReadonlySet<Block>;
  readonly #inputs: Values;
  readonly #outputs = new Map<Node, Values>();
  readonly #guards = new Map<Node, readonly Guard[]>();

  constructor(graph: PipelineGraph, inputs: Values) {
    this.#blocks = new Set([graph.body, ...(graph.finally === undefined ? [] : [graph.finally])]);
    this.#inputs = inputs;
  }

  /** What a node hands on; `present` are the guards without which it does not. */
  made(node: Node, outputs: Values, present: readonly Guard[] = []): void {
    this.#outputs.set(node, outputs);
    this.#guards.set(node, present);
  }

  read = (ref: RefNode): Value => {
    const { source } = ref;
    const value =
      source.kind === 'input' && ref.scope !== undefined && this.#blocks.has(ref.scope)
        ? this.#inputs[source.name]
        : source.kind === 'output'
          ? this.#outputs.get(source.node)?.[source.name]
          : source.kind === 'item'
            ? worked({ kind: 'given', name: itemText })
            : source.kind === 'status'
              ? runStatus
              : undefined;
    if (value !== undefined) return value;
    throw new PipelineError({ code: 'MLP1111', message: `${ref.label} can't be read here`, at: ref.scope?.label });
  };

  present = ({ source }: RefNode): readonly Guard[] =>
    source.kind === 'output' ? (this.#guards.get(source.node) ?? []) : [];
}

/** Tekton also says Completed, of a run that skipped something. @internal */
export const goodStatus: readonly string[] = ['Succeeded', 'Completed'];
/** @internal */
export const statusText = '$(tasks.status)';

const runStatus: Value = worked({
  kind: 'choose',
  arms: [
    {
      when: [{ of: { kind: 'given', name: statusText }, operator: 'in', values: goodStatus }],
      value: { kind: 'text', text: 'Succeeded' },
    },
  ],
  otherwise: { kind: 'text', text: 'Failed' },
});
