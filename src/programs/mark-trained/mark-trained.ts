import type { Outcome } from '../action';
import { startDeadline } from '../deadline';
import { type Environment, readEnvironment } from '../environment';
import { InputError } from '../input-error';
import { type MlflowApi, mlflowApi } from '../mlflow/api';
import { readVersion } from '../mlflow/model-version';
import { configHashTag, configVersionTag, pipelineRunTag, runId as readRunId } from '../mlflow/names';
import { type Run, readRun, setRunTag } from '../mlflow/run';
import { trackingServer } from '../mlflow/tracking-server';
import type { Session } from '../session';
import { Trouble } from '../trouble';
import { contract, type outcomes } from './contract';

/** @internal */
export type MarkOutcome = Outcome<(typeof outcomes)[number]>;

/**
 * Writes down, at a run that came to its good end, what it was trained with: find-trained finds it by that.
 *
 * A run that can't stand for this configuration is not marked, and the same is trained again next time.
 *
 * @internal
 */
export async function markTrained(environment: Environment, session: Session): Promise<MarkOutcome> {
  const { tracking, deadline, configHash, pipelineRun, version, ...given } = readEnvironment(environment, contract);
  const api = mlflowApi(trackingServer(tracking, session), { deadline: startDeadline(deadline), session });
  const runId = given.runId ?? (await runOfVersion(api, tracking.model, version));
  Object.assign(session.evidence, { configHash, runId, pipelineRun, version });
  const run = await readRun(api, runId);
  const unusable = unusableProblem(run, pipelineRun, session);
  const trained = (reason: string): MarkOutcome => ({
    outcome: 'trained',
    reason,
    done: true,
    outputs: { 'trained-run': runId, 'trained-version': version ?? 'none' },
  });
  if (unusable !== undefined) {
    session.log(`warning: run ${runId} is not marked: ${unusable}`);
    return trained(`run ${runId}, not marked: ${unusable}`);
  }
  if (version !== undefined) await mark(configVersionTag, version);
  // Last, since it is what counts.
  await mark(configHashTag, configHash);
  return trained(`run ${runId} was trained with ${configHash}`);

  async function mark(tag: string, value: string): Promise<void> {
    if (!(await setRunTag(api, runId, tag, value))) throw new Trouble(`MLflow has no run ${runId}`);
  }
}

/** Who registers the model itself may hand on no run. */
async function runOfVersion(api: MlflowApi, model: string, version: string | undefined): Promise<string> {
  if (version === undefined) throw new InputError('RUN_ID: is not set, nor is MODEL_VERSION');
  const found = await readVersion(api, model, version);
  if (found === undefined) throw new Trouble(`MLflow has no version ${version} of ${model}`);
  if (found.runId !== '') return readRunId(found.runId);
  throw new Trouble(`version ${version} of ${model} names no run that trained it`);
}

function unusableProblem(run: Run | undefined, pipelineRun: string, session: Session): string | undefined {
  if (run === undefined || run.isDeleted) return 'MLflow does not have it';
  if (run.status !== 'FINISHED') return `it is ${session.show(run.status, 20)}, not FINISHED`;
  const of = run.tags.get(pipelineRunTag);
  return of === undefined || of === pipelineRun ? undefined : `it is of ${session.show(of, 80)}`;
}
