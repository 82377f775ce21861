import { InputError } from '../input-error';
import type { MlflowApi } from '../mlflow/api';
import { pipelineRunTag, runId as readRunId } from '../mlflow/names';
import { readRun } from '../mlflow/run';
import { quoted } from '../parse';
import type { Session } from '../session';
import { type Entrant, scoreOf } from './rank';
import type { MemberRule, Score } from './rules';

/** A member that can't be chosen, and why. @internal */
export interface Absent {
  readonly name: string;
  readonly runId: string | undefined;
  readonly why: string;
}

/** What is asked of every run. @internal */
export interface Terms {
  readonly api: MlflowApi;
  readonly score: Score;
  readonly pipelineRun: string;
  readonly session: Session;
}

/**
 * Whether the run that a member handed on can be chosen: it is of this run of the pipeline, came to its end, and logged
 * every metric that counts.
 *
 * @internal
 */
export async function takePart(
  { name }: MemberRule,
  handedOn: string,
  { api, score, pipelineRun, session }: Terms,
): Promise<Entrant | Absent> {
  if (handedOn === 'none') return { name, runId: undefined, why: 'its training failed' };
  if (!isRunId(handedOn)) return { name, runId: undefined, why: `it handed on ${quoted(handedOn)}, no id of a run` };
  const runId = handedOn;
  const absent = (why: string): Absent => ({ name, runId, why });
  const run = await readRun(api, runId);
  if (run === undefined) return absent(`MLflow has no run ${runId}`);
  if (run.isDeleted) return absent(`its run ${runId} was deleted`);
  const of = run.tags.get(pipelineRunTag);
  if (of !== pipelineRun) {
    const whose = of === undefined ? `has no tag ${pipelineRunTag}` : `is of ${session.show(of, 80)}`;
    return absent(`its run ${runId} ${whose}, and only runs with the tag ${pipelineRunTag} = ${pipelineRun} take part`);
  }
  if (run.status !== 'FINISHED') return absent(`its run ${runId} is ${session.show(run.status, 20)}, not FINISHED`);
  const value = scoreOf(score, run.metrics);
  if (typeof value === 'string') return absent(`${value} (run ${runId})`);
  return { name, runId, score: value, startedAt: run.startedAt };
}

function isRunId(text: string): boolean {
  try {
    return readRunId(text) === text;
  } catch (problem) {
    if (problem instanceof InputError) return false;
    throw problem;
  }
}
