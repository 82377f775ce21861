import { checkArgument } from '../check-argument';
import { checkProps } from '../check-props';
import { show } from '../check-value';
import { PipelineError } from '../error';
import type { StepNode } from '../graph/node';
import type { UnitGraph } from '../graph/unit-graph';
import { outputsProxy } from '../outputs-proxy';
import { own } from '../own';
import { RefNode } from '../ref';
import type { StepOptions } from '../scope';
import { suggest } from '../suggest';
import { type Unit, unitGraph } from '../unit';
import type { BlockBuilder, Handle } from './block-builder';

/** @internal */
export function addStep(builder: BlockBuilder, unit: unknown, inputs: object, options: StepOptions): Handle {
  const graph = graphOf(unit, builder.block.label);
  checkProps(options, ['name', 'after'], `the options of step '${graph.name}'`, builder.block.label);
  builder.checkOpen(options.name ?? graph.name);
  if (options.name === undefined && builder.block.nodes.some(({ name }) => name === graph.name))
    throw builder.twice(graph.name);
  const name = builder.nameFor(options.name, graph.name);
  const node: StepNode = {
    kind: 'step',
    name,
    block: builder.block,
    unit: graph,
    args: checkInputs(builder, graph, inputs, name),
    outputs: Object.fromEntries(Object.entries(graph.outputs).map(([output, { type }]) => [output, type])),
    after: builder.after(options.after, name),
  };
  builder.add(node);
  return builder.handle(node, outputsProxy(outputRefs(node), 'output', `step '${name}'`, builder.block.label));
}

/** A ref for each output of a node. @internal */
export function outputRefs(node: StepNode): { readonly [name: string]: RefNode } {
  return Object.fromEntries(
    Object.entries(node.outputs).map(([output, type]) => [
      output,
      new RefNode(
        node.block,
        { kind: 'output', node, name: output },
        type,
        `output '${output}' of step '${node.name}'`,
      ),
    ]),
  );
}

/** @internal */
export function graphOf(unit: unknown, at?: string): UnitGraph {
  const graph =
    typeof unit === 'object' && unit !== null ? (unit as Partial<Unit<never, unknown>>)[unitGraph] : undefined;
  if (graph !== undefined) return graph;
  throw new PipelineError({
    code: 'MLP1109',
    message: `${show(unit)} can't be a step`,
    expected: 'a task, a pipeline, or a construct that is a unit',
    actual: unit,
    at,
  });
}

function checkInputs(builder: BlockBuilder, unit: UnitGraph, inputs: object, step: string): StepNode['args'] {
  const at = builder.block.label;
  const known = Object.keys(unit.inputs);
  if (typeof inputs !== 'object') {
    throw new PipelineError({
      code: 'MLP1001',
      message: `step '${step}' is given ${show(inputs)}`,
      expected: 'an object of inputs',
      actual: inputs,
      at,
    });
  }
  const odd = Object.keys(inputs).find((name) => !known.includes(name));
  if (odd !== undefined) {
    const meant = suggest(odd, known);
    throw new PipelineError({
      code: 'MLP1101',
      message: `step '${step}' is given '${odd}', which ${unit.kind} '${unit.name}' does not take${meant === undefined ? '' : ` - did you mean '${meant}'?`}`,
      expected: known.length === 0 ? 'no inputs' : known.map((name) => `'${name}'`).join(', '),
      actual: odd,
      at,
    });
  }
  const args: Record<string, unknown> = {};
  for (const [name, { type, default: fallback }] of Object.entries(unit.inputs)) {
    const value = own(inputs as Record<string, unknown>, name);
    if (value !== undefined)
      args[name] = checkArgument(value, type, `input '${name}' of step '${step}'`, builder.block);
    else if (fallback === undefined) {
      throw new PipelineError({
        code: 'MLP1102',
        message: `step '${step}' is not given '${name}', which ${unit.kind} '${unit.name}' needs`,
        at,
      });
    }
  }
  return Object.freeze(args);
}
