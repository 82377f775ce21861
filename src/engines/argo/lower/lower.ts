import { PipelineError } from '../../../core/error';
import { approvalSeconds } from '../../../core/graph/approval-seconds';
import { deadlineSeconds } from '../../../core/graph/longest';
import type { PipelineGraph } from '../../../core/graph/unit-graph';
import { kebabCase } from '../../../core/names';
import type { Queue } from '../../../core/queue';
import type { TaskGraph } from '../../../core/task';
import { wire } from '../../../core/wire';
import type { Parameter, Template, WorkflowSpec } from '../../../schemas/argo/types';
import type { ArgoTarget } from '../target';
import { literal } from '../value/literal';
import type { Context } from './context';
import { endRedTask } from './end-red';
import { entryName, entryTemplate, exitName, exitTemplate, needsEntry } from './entry-template';
import { exitSteps } from './exit-steps';
import { hoisted, queuesOf } from './hoisted';
import { pipelineCallee } from './pipeline-templates';
import { Templates } from './templates';

/** A pipeline in Argo's words, and what must be emitted beside it. @internal */
export interface LoweredPipeline {
  readonly spec: WorkflowSpec;
  readonly tasks: readonly TaskGraph[];
  readonly queues: readonly Queue[];
}

/** @internal */
export interface LowerOptions {
  readonly target: ArgoTarget;
  readonly account: string;
  readonly namespace: string;
  readonly at: string;
}

/**
 * Lowers a pipeline to the spec of a WorkflowTemplate. `account` is the ServiceAccount of its pods.
 *
 * @internal
 */
export function lower(graph: PipelineGraph, options: LowerOptions): LoweredPipeline {
  const { target, account, namespace, at } = options;
  let red: TaskGraph | undefined;
  const context: Context = {
    target,
    account,
    namespace,
    at,
    templates: new Templates(),
    tasks: new Set(),
    references: new Set(),
    endRed: () => {
      red ??= endRedTask(target.programImage);
      return red;
    },
  };
  refuseArtifacts(graph, at);
  const entry = needsEntry(graph)
    ? context.templates.ensure(entryName, graph.inputs, () => entryTemplate(graph, context))
    : undefined;
  const callee = pipelineCallee(graph, context);
  const exits = exitSteps(graph, context);
  const exit =
    graph.finally === undefined && exits.length === 0
      ? undefined
      : context.templates.ensure(exitName, exits, () => exitTemplate(graph, exits, context));
  const templates = context.templates.all();
  checkSize(templates, at);
  const parameters = runParameters(graph);
  const queues = queuesOf(graph, at);
  refuseWaitingInQueue(graph, queues, at);
  const needs = hoisted(context.tasks, context.references, queues, at);
  const spec: WorkflowSpec = {
    entrypoint: entry ?? ('template' in callee ? callee.template : graph.name),
    serviceAccountName: account,
    ...(parameters.length === 0 ? {} : { arguments: { parameters } }),
    activeDeadlineSeconds: deadlineSeconds(graph, at),
    ...(exit === undefined ? {} : { onExit: exit }),
    ...needs,
    ttlStrategy: { secondsAfterCompletion: 604_800 },
    templates,
  };
  return { spec, tasks: [...context.tasks], queues };
}

/** What a person may fill in who starts a run. */
function runParameters(graph: PipelineGraph): readonly Parameter[] {
  return Object.entries(graph.inputs).map(([name, { type, default: fallback, doc }]) => ({
    name: kebabCase(name),
    ...(doc === undefined ? {} : { description: literal(doc) }),
    ...(fallback === undefined ? {} : { value: literal(wire(fallback, type)) }),
    ...(type.kind === 'oneOf' ? { enum: type.values } : type.kind === 'boolean' ? { enum: ['true', 'false'] } : {}),
  }));
}

/** A run that waits for a person would keep all others of its queues waiting as well. */
function refuseWaitingInQueue(graph: PipelineGraph, queues: readonly Queue[], at: string): void {
  const [queue] = queues;
  const seconds = approvalSeconds(graph);
  if (queue === undefined || seconds === 0) return;
  throw new PipelineError({
    code: 'MLP2009',
    message: `a run may hold its place in queue '${queue.name}' for ${seconds} s while it waits for a person`,
    fix: 'approve in a pipeline of its own, outside the queue',
    at,
  });
}

function refuseArtifacts(graph: PipelineGraph, at: string | undefined): void {
  const odd = Object.entries(graph.inputs).find(([, { type }]) => type.kind === 'artifact');
  if (odd === undefined) return;
  throw new PipelineError({
    code: 'MLP1123',
    message: `pipeline '${graph.name}' takes the artifact '${odd[0]}', which nobody can give it at the start of a run`,
    fix: 'use it only as a step of another pipeline, or read the artifact in a step of it',
    at,
  });
}

/** Limits of the CRDs and of etcd. */
function checkSize(templates: readonly Template[], at: string | undefined): void {
  const large = templates.find(({ dag }) => (dag?.tasks.length ?? 0) > 200);
  const bytes = charactersOf(templates);
  if (templates.length <= 200 && large === undefined && bytes < 900_000) return;
  throw new PipelineError({
    code: 'MLP2007',
    message:
      large !== undefined
        ? `template '${large.name ?? ''}' has ${large.dag?.tasks.length ?? 0} tasks`
        : `the pipeline has ${templates.length} templates and ${bytes} bytes`,
    expected: 'at most 200 templates, 200 tasks in each and 900,000 bytes',
    fix: 'emit a part of it as a WorkflowTemplate of its own and call that',
    at,
  });
}

/** About the characters of the JSON text, counted without making it. */
function charactersOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 5;
  let sum = 2;
  if (Array.isArray(value)) for (const item of value) sum += charactersOf(item) + 1;
  else
    for (const key in value) sum += key.length + 4 + charactersOf((value as { readonly [key: string]: unknown })[key]);
  return sum;
}
