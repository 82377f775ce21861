import type { Deadline } from '../deadline';
import { Unclear } from '../http-call';
import type { MlflowApi } from '../mlflow/api';
import { type ModelVersion, versionsOfRun } from '../mlflow/model-version';
import { pipelineRunTag } from '../mlflow/names';
import type { Session } from '../session';
import { Trouble } from '../trouble';
import type { ModelSource } from './model-source';

/** @internal */
export interface Registering {
  readonly api: MlflowApi;
  readonly model: string;
  readonly runId: string;
  readonly pipelineRun: string;
  readonly deadline: Deadline;
  readonly session: Session;
}

/** The one version of a run, and those that others made at the same time. @internal */
export interface Settled {
  readonly version: ModelVersion;
  readonly duplicates: readonly ModelVersion[];
  /** Whether a version was made for it just now, be it this one or one of the duplicates. */
  readonly created: boolean;
}

const attempts = 5;

/**
 * The version that stands for the run: the lowest that was registered for it, and a new one only if there is none.
 *
 * MLflow has no key against doing it twice. But it numbers versions in the order in which they become visible, so after one's
 * own version every lower one is seen, and all who register the same run settle on the same one.
 *
 * @internal
 */
export async function settleVersion(registering: Registering, source: ModelSource): Promise<Settled> {
  const { deadline, session } = registering;
  let created = false;
  let last = 'it is not there after it was made';
  for (let attempt = 1; attempt <= attempts && !deadline.expired(); attempt += 1) {
    const [version, ...duplicates] = await registered(registering);
    if (version !== undefined) return { version, duplicates, created };
    const trouble = await create(registering, source);
    created = true;
    if (trouble === undefined) continue;
    last = trouble;
    session.log(`${trouble}, looking again`);
    await deadline.sleep(200 * 2 ** attempt * (0.5 + Math.random()));
  }
  const [version, ...duplicates] = await registered(registering);
  if (version !== undefined) return { version, duplicates, created };
  throw new Trouble(`no version could be registered: ${last}`);
}

/** What we registered for the run before, the lowest first; one that failed does not count. */
async function registered({ api, model, runId }: Registering): Promise<readonly ModelVersion[]> {
  const all = await versionsOfRun(api, model, runId);
  return all.filter(({ tags, status }) => tags.has(pipelineRunTag) && status !== 'FAILED_REGISTRATION');
}

/** Makes a version, whose number the next look tells; text says what went wrong where it may be tried again. */
async function create(registering: Registering, { source, modelId }: ModelSource): Promise<string | undefined> {
  const { api, model, runId, pipelineRun } = registering;
  const body = {
    name: model,
    source,
    run_id: runId,
    ...(modelId === undefined ? {} : { model_id: modelId }),
    tags: [{ key: pipelineRunTag, value: pipelineRun }],
  };
  try {
    const answer = await api.ask({ path: '/model-versions/create', method: 'POST', body, repeatable: false });
    if (answer.kind === 'answer') return undefined;
    if (answer.code === 'RESOURCE_DOES_NOT_EXIST') return await createModel(api, model);
    // Two who were given the same number: MLflow tells one of them so, in one of several ways.
    if (['RESOURCE_ALREADY_EXISTS', 'INTERNAL_ERROR', 'TEMPORARILY_UNAVAILABLE'].includes(answer.code))
      return answer.trouble.message;
    throw answer.trouble;
  } catch (problem) {
    if (problem instanceof Unclear) return problem.message;
    throw problem;
  }
}

/** The first version of a model: MLflow wants to know the model's name before. */
async function createModel(api: MlflowApi, model: string): Promise<undefined> {
  const answer = await api.ask({ path: '/registered-models/create', method: 'POST', body: { name: model } });
  if (answer.kind === 'refusal' && answer.code !== 'RESOURCE_ALREADY_EXISTS') throw answer.trouble;
}
