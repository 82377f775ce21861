import { InputError } from '../input-error';
import type { MlflowApi } from '../mlflow/api';
import { runId as readRunId } from '../mlflow/names';
import { type Run, readRun } from '../mlflow/run';
import { quoted } from '../parse';
import type { Session } from '../session';
import type { Absent } from './absent';

/** The run that a member handed on, if it came to its end. @internal */
export async function finishedRun(
  name: string,
  handedOn: string,
  { api, session }: { readonly api: MlflowApi; readonly session: Session },
): Promise<{ readonly name: string; readonly run: Run } | Absent> {
  if (handedOn === 'none') return { name, runId: undefined, why: 'its training failed' };
  if (!isRunId(handedOn)) return { name, runId: undefined, why: `it handed on ${quoted(handedOn)}, no id of a run` };
  const runId = handedOn;
  const absent = (why: string): Absent => ({ name, runId, why });
  const run = await readRun(api, runId);
  if (run === undefined) return absent(`MLflow has no run ${runId}`);
  if (run.isDeleted) return absent(`its run ${runId} was deleted`);
  if (run.status !== 'FINISHED') return absent(`its run ${runId} is ${session.show(run.status, 20)}, not FINISHED`);
  return { name, run };
}

/** @internal */
export function isRunId(text: string): boolean {
  try {
    return readRunId(text) === text;
  } catch (problem) {
    if (problem instanceof InputError) return false;
    throw problem;
  }
}
