import type {
  PipelineRunSpec,
  PipelineSpec,
  PipelineWorkspaceDeclaration,
  TaskSpec,
} from '../../../schemas/tekton/types';
import { goDuration } from '../../world/duration';
import type { Found, TektonLibrary } from './library';

/** A run that is to be played. @internal */
export interface RunPlan {
  readonly name: string;
  readonly namespace: string;
  readonly kind: 'PipelineRun' | 'TaskRun';
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly spec: PipelineRunSpec;
  readonly pipelineName: string;
  /** Nothing where it refers to what is not among the manifests. */
  readonly pipeline: PipelineSpec | undefined;
  readonly library: TektonLibrary;
}

/** How long a run may take, in milliseconds; infinite without an end, nothing where there is no limit of its own. @internal */
export interface RunTimeouts {
  readonly pipeline: number;
  readonly tasks: number | undefined;
  readonly finally: number | undefined;
}

const hour = 3_600_000;

/** As `PipelineTimeout`, `TasksTimeout` and `FinallyTimeout`. @internal */
export function timeoutsOf({ timeouts = {} }: PipelineRunSpec): RunTimeouts {
  const pipeline = time(timeouts.pipeline) ?? hour;
  const tasks = time(timeouts.tasks);
  const last = time(timeouts.finally);
  const rest = (other: number | undefined) => {
    if (other === undefined || timeouts.pipeline === undefined) return undefined;
    return Number.isFinite(pipeline) && Number.isFinite(other) ? pipeline - other : Number.POSITIVE_INFINITY;
  };
  return { pipeline, tasks: tasks ?? rest(last), finally: last ?? rest(tasks) };
}

/** `0` is no limit. @internal */
export function time(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const found = goDuration(String(text));
  return found === 0 ? Number.POSITIVE_INFINITY : found;
}

/** How long a TaskRun may take, as `createTaskRun` sets it. @internal */
export function taskTimeout(own: string | undefined, { spec }: RunPlan, task: string, isFinal: boolean): number {
  const special = spec.taskRunSpecs?.find(({ pipelineTaskName }) => pipelineTaskName === task)?.timeout;
  const timeouts = timeoutsOf(spec);
  const shared = isFinal ? timeouts.finally : timeouts.tasks;
  return time(special) ?? time(own) ?? (shared !== undefined && shared > hour ? shared : hour);
}

/** The plan of a run that the manifests have. @internal */
export function planRun(
  library: TektonLibrary,
  { name, namespace, annotations, spec }: Found<PipelineRunSpec>,
): RunPlan {
  const ref = spec.pipelineRef?.name ?? '';
  const pipeline = spec.pipelineSpec ?? library.pipelines.get(ref)?.spec;
  return {
    name,
    namespace,
    kind: 'PipelineRun',
    annotations,
    spec,
    pipelineName: spec.pipelineSpec === undefined ? ref : name,
    pipeline,
    library,
  };
}

/** The run of a pipeline that nobody said more about; what it takes to run is made up. @internal */
export function bareRun(library: TektonLibrary, pipeline: Found<PipelineSpec>): RunPlan {
  const spec = {
    pipelineRef: { name: pipeline.name },
    workspaces: (pipeline.spec.workspaces ?? []).map(({ name }: PipelineWorkspaceDeclaration) => ({ name })),
  };
  return planRun(library, { ...pipeline, annotations: {}, name: `${pipeline.name}-1`, spec });
}

/** A TaskRun by itself, as a pipeline of one task. @internal */
export function planTaskRun(
  library: TektonLibrary,
  { name, namespace, annotations, spec }: TektonLibrary['taskRuns'][number],
): RunPlan {
  const { params = [], taskRef, taskSpec, timeout, retries, workspaces = [] } = spec;
  const task = {
    name,
    params,
    ...(taskRef !== undefined && { taskRef }),
    ...(taskSpec !== undefined && { taskSpec: taskSpec as TaskSpec }),
    ...(timeout !== undefined && { timeout }),
    ...(retries !== undefined && { retries }),
    workspaces: workspaces.map((each) => ({ name: each.name, workspace: each.name })),
  };
  return {
    name,
    namespace,
    kind: 'TaskRun',
    annotations,
    spec: { timeouts: { pipeline: '0' }, workspaces },
    pipelineName: '',
    pipeline: { tasks: [task], workspaces: workspaces.map((each) => ({ name: each.name })) },
    library,
  };
}
