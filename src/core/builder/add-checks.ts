import type { CheckStep, ChecksNode, StepNode } from '../graph/node';
import { RefNode } from '../ref';
import type { TaskGraph } from '../task';
import type { ValueType } from '../value-type';
import { verdicts } from '../verdict';
import { addStep } from './add-step';
import type { BlockBuilder } from './block-builder';

/** A gate of a row, and what it is given. @internal */
export interface CheckCall {
  readonly name: string;
  readonly unit: unknown;
  readonly inputs: object;
  /** Inputs that are outputs of an earlier gate of the row, which has passed. */
  readonly reads?: { readonly [input: string]: { readonly gate: string; readonly output: string } };
}

/** Adds a row of gates; yields refs of its verdict and reason. @internal */
export function addChecks(
  builder: BlockBuilder,
  name: string,
  calls: readonly CheckCall[],
): { readonly verdict: RefNode; readonly reason: RefNode } {
  const steps = new Map<string, StepNode>();
  const gates = calls.map((call): CheckStep => {
    const { reads = {} } = call;
    const read = Object.entries(reads).map(([input, { gate, output }]) => {
      const node = steps.get(gate);
      const type = node?.outputs[output];
      if (node === undefined || type === undefined)
        throw new Error(`check '${call.name}' reads '${output}' of '${gate}', which is no gate before it`);
      const label = `output '${output}' of check '${gate}'`;
      return [input, new RefNode(builder.block, { kind: 'output', node, name: output }, type, label)] as const;
    });
    // Checked like any step, in a block of its own, so that its inputs are what its unit takes.
    const { block } = builder.nested(name, (inner) =>
      addStep(inner, call.unit, { ...call.inputs, ...Object.fromEntries(read) }, { name: call.name }),
    );
    const step = block.nodes[0];
    if (step?.kind !== 'step' || step.unit.kind !== 'task') throw new Error(`check '${call.name}' is no task`);
    steps.set(step.name, step);
    const args = Object.fromEntries(Object.entries(step.args).filter(([input]) => !Object.hasOwn(reads, input)));
    return { name: step.name, gate: step.unit as TaskGraph, args, reads };
  });
  const outputs: { readonly verdict: ValueType; readonly reason: ValueType } = {
    verdict: { kind: 'oneOf', values: verdicts },
    reason: { kind: 'text' },
  };
  const node: ChecksNode = {
    kind: 'checks',
    name,
    block: builder.block,
    gates,
    outputs,
    after: builder.after(undefined, name),
  };
  builder.add(node);
  const ref = (output: 'verdict' | 'reason') =>
    new RefNode(builder.block, { kind: 'output', node, name: output }, outputs[output], `the ${output} of '${name}'`);
  return { verdict: ref('verdict'), reason: ref('reason') };
}
