import type { PipelineGraph } from '../../../core/graph/unit-graph';
import { kebabCase } from '../../../core/names';
import { isVerdict } from '../../../core/verdict';
import type { WorkflowStep } from '../../../schemas/argo/types';
import { member, tag } from '../value/expression';
import { fits, guarded } from '../value/guard';
import type { Context, TemplateBody } from './context';
import { endRed } from './end-red';
import { bodyName, finallyName, statusInput } from './pipeline-templates';

/** Name of the template that a run starts with. @internal */
export const entryName = 'main';
/** Name of the template that a run ends with. @internal */
export const exitName = 'exit';

/**
 * Where a run starts: checks what it was started with, since Argo enforces no enum, runs the pipeline, and ends red
 * unless every verdict that it hands on is `pass`.
 *
 * Only for runs of their own: as a step, a pipeline is called directly.
 *
 * @internal
 */
export function entryTemplate(graph: PipelineGraph, context: Context): TemplateBody {
  const inputs = Object.entries(graph.inputs);
  const parameters = inputs.map(([name, { type }]) => {
    const value = member(['inputs', 'parameters', kebabCase(name)]);
    return { name: kebabCase(name), value: tag(guarded(value, fits(value, type))) };
  });
  const run = {
    name: graph.name,
    template: bodyName(graph, context),
    ...(parameters.length === 0 ? {} : { arguments: { parameters } }),
  };
  const reason =
    graph.outputs.reason?.type.kind === 'text'
      ? `{{steps.${graph.name}.outputs.parameters.reason}}`
      : `${graph.name} did not pass`;
  const red = Object.entries(graph.outputs)
    .filter(([, { type }]) => isVerdict(type))
    .map(([name]) => {
      const verdict = member(['steps', graph.name, 'outputs', 'parameters', kebabCase(name)]);
      return {
        name: `${kebabCase(name)}-ends-red`,
        when: tag(`${verdict} != 'pass'`),
        template: endRed(context),
        arguments: {
          parameters: [
            { name: 'outcome', value: tag(verdict) },
            { name: 'reason', value: reason },
          ],
        },
      };
    });
  return {
    ...(inputs.length === 0 ? {} : { inputs: { parameters: inputs.map(([name]) => ({ name: kebabCase(name) })) } }),
    steps: [[run], ...(red.length === 0 ? [] : [red])],
  };
}

/** What runs at the end of a run, whatever became of it, the deadline included. @internal */
export function exitTemplate(graph: PipelineGraph, exits: readonly WorkflowStep[], context: Context): TemplateBody {
  return { steps: [[...finallyStep(graph, context), ...exits]] };
}

function finallyStep(graph: PipelineGraph, context: Context): readonly WorkflowStep[] {
  if (graph.finally === undefined) return [];
  const parameters = Object.entries(graph.inputs).map(([name, { type }]) => {
    const value = member(['workflow', 'parameters', kebabCase(name)]);
    return { name: kebabCase(name), value: tag(guarded(value, fits(value, type))) };
  });
  // Argo also says Error, which is a failure to whoever cleans up.
  const status = { name: statusInput(graph), value: tag("workflow.status == 'Succeeded' ? 'Succeeded' : 'Failed'") };
  return [
    { name: 'finally', template: finallyName(graph, context), arguments: { parameters: [...parameters, status] } },
  ];
}

/** Tells whether a run can start with the pipeline's own template. @internal */
export function needsEntry(graph: PipelineGraph): boolean {
  return Object.keys(graph.inputs).length > 0 || Object.values(graph.outputs).some(({ type }) => isVerdict(type));
}
