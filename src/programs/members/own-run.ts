import type { MlflowApi } from '../mlflow/api';
import { pipelineRunTag } from '../mlflow/names';
import type { Run } from '../mlflow/run';
import type { Session } from '../session';
import type { Absent } from './absent';
import { finishedRun } from './finished-run';

/** What is asked of every run. @internal */
export interface Terms {
  readonly api: MlflowApi;
  readonly pipelineRun: string;
  readonly session: Session;
}

/**
 * The run that a member handed on, if this run of the pipeline trained it, and to its end.
 *
 * @internal
 */
export async function ownRun(
  name: string,
  handedOn: string,
  { api, pipelineRun, session }: Terms,
): Promise<{ readonly name: string; readonly run: Run } | Absent> {
  const found = await finishedRun(name, handedOn, { api, session });
  if ('why' in found) return found;
  const { id, tags } = found.run;
  const of = tags.get(pipelineRunTag);
  if (of === pipelineRun) return found;
  const whose = of === undefined ? `has no tag ${pipelineRunTag}` : `is of ${session.show(of, 80)}`;
  const why = `its run ${id} ${whose}, and only runs with the tag ${pipelineRunTag} = ${pipelineRun} take part`;
  return { name, runId: id, why };
}
