import { InputError } from '../input-error';
import type { MlflowApi } from '../mlflow/api';
import { hasContent } from '../mlflow/has-content';
import { pipelineRunTag, runId as readRunId } from '../mlflow/names';
import type { ListedRun } from '../mlflow/recent-runs';
import { type Run, readRun } from '../mlflow/run';
import { modelSource } from '../register-model/model-source';
import type { Session } from '../session';
import { Trouble, Unavailable } from '../trouble';
import type { LoggedBy, ModelPlan } from './plan';
import { fieldAt, shown } from './statement';

/** A model of which there is no run that could be handed on. @internal */
export interface Untrained {
  readonly name: string;
  readonly why: string;
  /** Asked a little later there may be one. */
  readonly mayCome?: boolean;
}

/** @internal */
export interface TrainedModel {
  readonly name: string;
  readonly runId: string;
}

/** What is known where a run is looked for. @internal */
export interface Trained {
  readonly api: MlflowApi;
  readonly session: Session;
  readonly pipelineRun: string;
  readonly experiment: string;
  /** The answer that said that training is done. */
  readonly answer: unknown;
  /** Runs of the experiment that there were when training was started. */
  readonly before: ReadonlyMap<string, ListedRun>;
  /** Those that there are now. */
  readonly now: ReadonlyMap<string, ListedRun>;
}

/** The run that this start had a model logged by; or why there is none. @internal */
export async function trainedRun(model: ModelPlan, trained: Trained): Promise<TrainedModel | Untrained> {
  const { name } = model;
  const named = 'id' in model.run ? namedRun(model.run.id, trained) : onlyRun(model.run, trained);
  if ('why' in named) return { name, ...named };
  const { runId } = named;
  const { api, session, pipelineRun } = trained;
  const none = (why: string, mayCome = false): Untrained => ({ name, why: `run ${runId} ${why}`, mayCome });
  const run = await readRun(api, runId);
  if (run === undefined || run.isDeleted) return none('was deleted');
  const of = run.tags.get(pipelineRunTag);
  if (of !== undefined && of !== pipelineRun) return none(`is of another run of the pipeline, ${session.show(of, 80)}`);
  if (run.status !== 'FINISHED')
    return none(`is ${session.show(run.status, 20)}, not FINISHED`, ['RUNNING', 'SCHEDULED'].includes(run.status));
  const missing = await missingModel(api, run, model.artifact);
  return missing === undefined ? { name, runId } : none(missing);
}

type Named = { readonly runId: string } | Omit<Untrained, 'name'>;

/** The run whose id the answer has. */
function namedRun(path: string, { answer, before, now, experiment, session }: Trained): Named {
  const found = fieldAt(answer, path);
  if (found === undefined) return { why: `the answer has nothing at ${path}, where the id of its run is due` };
  if (typeof found !== 'string' || !isRunId(found))
    return { why: `the answer has ${session.show(shown(found), 100)} at ${path}, no id of a run` };
  if (before.has(found)) return { why: `run ${found} was there before this start` };
  if (now.has(found)) return { runId: found };
  return { why: `experiment ${experiment} has no new run ${found}`, mayCome: true };
}

/** The only new run that is as the model's is. */
function onlyRun(known: Exclude<LoggedBy, { id: string }>, { before, now, experiment, pipelineRun }: Trained): Named {
  const fresh = [...now.values()].filter(({ id }) => !before.has(id));
  const ofOthers = ({ tags }: ListedRun): boolean => (tags.get(pipelineRunTag) ?? pipelineRun) !== pipelineRun;
  const like = fresh.filter((run) => isLike(run, known) && !ofOthers(run));
  const ours = like.filter(({ tags }) => tags.get(pipelineRunTag) === pipelineRun);
  const [run, ...more] = ours.length > 0 ? ours : like;
  if (run === undefined)
    return { why: `experiment ${experiment} has no new run with ${inWords(known)}`, mayCome: true };
  if (more.length > 0) {
    const ids = [run, ...more].map(({ id }) => id).slice(0, 5);
    return {
      why: `experiment ${experiment} has ${more.length + 1} new runs with ${inWords(known)}: ${ids.join(', ')}`,
    };
  }
  return { runId: run.id };
}

function isLike(run: ListedRun, { name, tags = {}, params = {} }: Exclude<LoggedBy, { id: string }>): boolean {
  return (
    (name === undefined || run.tags.get('mlflow.runName') === name) &&
    Object.entries(tags).every(([key, value]) => run.tags.get(key) === value) &&
    Object.entries(params).every(([key, value]) => run.params.get(key) === value)
  );
}

function inWords({ name, tags = {}, params = {} }: Exclude<LoggedBy, { id: string }>): string {
  return [
    ...(name === undefined ? [] : [`the name ${name}`]),
    ...Object.entries(tags).map(([key, value]) => `the tag ${key} = ${value}`),
    ...Object.entries(params).map(([key, value]) => `the parameter ${key} = ${value}`),
  ].join(', ');
}

async function missingModel(api: MlflowApi, run: Run, artifact: string | undefined): Promise<string | undefined> {
  try {
    const source = await modelSource(api, run, artifact);
    if ('none' in source) return `can't be used: ${source.none}`;
    if (await hasContent(api, run, source)) return undefined;
    return `has no file of its model, MLflow lists none at ${source.location}: did it stay with who trained it?`;
  } catch (problem) {
    // What MLflow refuses to tell of one run says nothing of the others.
    if (problem instanceof Trouble && !(problem instanceof Unavailable))
      return `can't be looked into: ${problem.message}`;
    throw problem;
  }
}

function isRunId(text: string): boolean {
  try {
    return readRunId(text) === text && text !== 'none';
  } catch (problem) {
    if (problem instanceof InputError) return false;
    throw problem;
  }
}
