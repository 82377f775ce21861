import type { PipelineGraph } from '../../../core/graph/unit-graph';
import { kebabCase } from '../../../core/names';
import { RefNode } from '../../../core/ref';
import { tag } from '../value/expression';
import { blockTemplate } from './block-template';
import type { Callee, Context, TemplateBody } from './context';
import { callInputs, handedOn } from './declared-inputs';
import type { Captured } from './inputs';

/** The template that stands for a pipeline where it is a step. @internal */
export function pipelineCallee(graph: PipelineGraph, context: Context): Callee {
  const { name } = graph;
  if (graph.finally === undefined) return { template: bodyName(graph, context) };
  return { template: context.templates.ensure(name, graph, () => withFinally(graph, context)) };
}

/** The template of what a pipeline does, without its `finally`. @internal */
export function bodyName(graph: PipelineGraph, context: Context): string {
  const name = graph.finally === undefined ? graph.name : `${graph.name}-body`;
  return context.templates.ensure(name, graph.body, () => {
    const inputs = pipelineInputs(graph);
    return { ...blockTemplate(graph.body, graph.name, inputs, context), ...callInputs(graph.inputs) };
  });
}

/** @internal */
export function finallyName(graph: PipelineGraph, context: Context): string {
  const block = graph.finally;
  if (block === undefined) throw new Error(`pipeline '${graph.name}' has no finally`);
  const name = `${graph.name}-finally`;
  return context.templates.ensure(name, block, () => {
    const status: Captured = {
      ref: new RefNode(block, { kind: 'status' }, { kind: 'text' }, 'the status'),
      input: statusInput(graph),
    };
    const body = blockTemplate(block, name, [...pipelineInputs(graph), status], context);
    const own = callInputs(graph.inputs).inputs ?? {};
    return { ...body, inputs: { ...own, parameters: [...(own.parameters ?? []), { name: statusInput(graph) }] } };
  });
}

/** What the `finally` calls the status of the run; an input of the pipeline may have the name. @internal */
export function statusInput({ inputs }: PipelineGraph): string {
  // No input has an underscore in its name.
  return Object.keys(inputs).some((name) => kebabCase(name) === 'status') ? 'run_status' : 'status';
}

/** @internal */
export function pipelineInputs(graph: PipelineGraph): readonly Captured[] {
  return Object.entries(graph.inputs).map(([name, { type }]) => ({
    ref: new RefNode(graph.body, { kind: 'input', name }, type, `input '${name}' of pipeline '${graph.name}'`),
    input: kebabCase(name),
  }));
}

/** As a step of another pipeline: the exit hook travels with the template, an exit handler of its object would not. */
function withFinally(graph: PipelineGraph, context: Context): TemplateBody {
  const given = handedOn(graph.inputs);
  // Argo also says Error, which is a failure to whoever cleans up.
  const status = { name: statusInput(graph), value: tag("steps.body.status == 'Succeeded' ? 'Succeeded' : 'Failed'") };
  const outputs = Object.entries(graph.outputs);
  const parameters = outputs
    .filter(([, { type }]) => type.kind !== 'artifact')
    .map(([name]) => ({
      name: kebabCase(name),
      valueFrom: { parameter: `{{steps.body.outputs.parameters.${kebabCase(name)}}}` },
    }));
  const artifacts = outputs
    .filter(([, { type }]) => type.kind === 'artifact')
    .map(([name]) => ({ name: kebabCase(name), from: `{{steps.body.outputs.artifacts.${kebabCase(name)}}}` }));
  return {
    ...callInputs(graph.inputs),
    ...(outputs.length === 0
      ? {}
      : {
          outputs: {
            ...(parameters.length === 0 ? {} : { parameters }),
            ...(artifacts.length === 0 ? {} : { artifacts }),
          },
        }),
    steps: [
      [
        {
          name: 'body',
          template: bodyName(graph, context),
          ...(Object.keys(given).length === 0 ? {} : { arguments: given }),
          hooks: {
            exit: {
              template: finallyName(graph, context),
              arguments: { ...given, parameters: [...(given.parameters ?? []), status] },
            },
          },
        },
      ],
    ],
  };
}
