import { PipelineError } from '../../../core/error';
import type { StepNode } from '../../../core/graph/node';
import type { PipelineGraph, ReferenceGraph, UnitGraph } from '../../../core/graph/unit-graph';
import { kebabCase } from '../../../core/names';
import { isNarrower } from '../../../core/narrower';
import { tektonGaps } from '../../../core/portability';
import { RefNode } from '../../../core/ref';
import type { TaskGraph } from '../../../core/task';
import { targetName } from '../target';
import { asValue, text, type Value } from '../value/value';
import { type Context, result, type Where } from './context';
import type { Run } from './draft';
import { Instance, type Values } from './instance';
import { type Lowered, lowerBlock } from './lower-block';

/** A step: one task, or all those of the pipeline that it runs. @internal */
export function lowerStep(node: StepNode, instance: Instance, where: Where, context: Context): Lowered {
  const args = argumentsOf(node.unit, node.args, instance);
  const unit = inlined(node.unit, context);
  const account = node.unit.kind === 'reference' ? context.accountIn(node.unit, where.account) : where.account;
  if (unit.kind === 'pipeline') return lowerPipeline(node, unit, args, instance, { ...where, account }, context);
  const name = context.name(node.name, where.owner);
  const work: Run = { kind: 'run', task: unit, args, narrower: narrowerInputs(unit, node.args) };
  context.add({ name, guards: where.guards, after: where.after, work }, where);
  instance.made(node, resultsOf(name, unit));
  return { ends: [name] };
}

/** What a task hands on, as who uses it writes it. @internal */
export function resultsOf(name: string, task: TaskGraph): Values {
  const outputs = Object.keys(task.outputs).map((output) => [output, text(result(name, kebabCase(output)))]);
  return Object.fromEntries(outputs);
}

/** A value for each input: what is given, or its default. @internal */
export function argumentsOf(unit: UnitGraph, args: { readonly [input: string]: unknown }, instance: Instance): Values {
  const values = Object.entries(unit.inputs).map(([name, { type, default: fallback }]): [string, Value] => [
    name,
    asValue(Object.hasOwn(args, name) ? args[name] : fallback, type, instance),
  ]);
  return Object.fromEntries(values);
}

/** The inputs that may get what they do not take, although the compiler lets it through. @internal */
export function narrowerInputs(
  { inputs }: UnitGraph,
  args: { readonly [input: string]: unknown },
): ReadonlySet<string> {
  const narrower = Object.entries(inputs).filter(([name, { type }]) => {
    const value = args[name];
    return RefNode.is(value) && isNarrower(value.type, type);
  });
  return new Set(narrower.map(([name]) => name));
}

function lowerPipeline(
  node: StepNode,
  graph: PipelineGraph,
  args: Values,
  instance: Instance,
  where: Where,
  context: Context,
): Lowered {
  if (graph.finally !== undefined) throw context.gap(tektonGaps.innerFinally, `pipeline '${graph.name}'`);
  const inner = new Instance(graph, args);
  const drafts = where.isFinal ? context.finally : context.tasks;
  const before = drafts.length;
  const ends = lowerBlock(graph.body, inner, { ...where, owner: node.name }, context);
  context.stages.push({ graph, tasks: new Set(drafts.slice(before).map(({ name }) => name)) });
  const outputs = Object.entries(graph.outputs).map(([name, { type }]) => [
    name,
    asValue(graph.body.outputs[name], type, inner),
  ]);
  instance.made(node, Object.fromEntries(outputs));
  return { ends };
}

/** What a step runs: a unit with an object of its own is copied, since Tekton can't call it. */
function inlined(unit: UnitGraph, context: Context): TaskGraph | PipelineGraph {
  if (unit.kind === 'task' || unit.kind === 'pipeline') return unit;
  if (unit.kind === 'reference' && unit.engine === 'tekton') {
    checkSameTarget(unit, context);
    return unit.unit;
  }
  throw new PipelineError({
    code: 'MLP2003',
    message: `'${unit.name}' is written for ${unit.engine}, the pipeline around it for Tekton`,
    expected: 'one engine in a pipeline and in a chart',
    at: context.at,
  });
}

function checkSameTarget({ name, target }: ReferenceGraph, context: Context): void {
  if (target === targetName(context.target)) return;
  throw new PipelineError({
    code: 'MLP2003',
    message: `'${name}' is emitted for ${target}, its caller for ${targetName(context.target)}`,
    expected: 'one target for all that are put into one another',
    at: context.at,
  });
}
