import type { MlflowApi } from '../mlflow/api';
import { pipelineRunTag } from '../mlflow/names';
import type { Run } from '../mlflow/run';
import type { Session } from '../session';
import { type Absent, finishedRun } from './finished-run';

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

/** Members with one run: at least one of them did not train. @internal */
export function withoutShared<P extends { readonly name: string; readonly runId: string }>(
  looked: readonly (P | Absent)[],
): readonly (P | Absent)[] {
  return looked.map((one) => {
    const same = looked.filter(({ runId }) => runId !== undefined && runId === one.runId);
    if ('why' in one || same.length < 2) return one;
    const { name, runId } = one;
    return { name, runId, why: `${same.map(({ name }) => name).join(' and ')} handed on the same run ${runId}` };
  });
}

/** Why nobody may go on: a member that has to take part does not, or too few do. @internal */
export function tooFew(
  members: readonly { readonly name: string; readonly required: boolean }[],
  minCandidates: number,
  absent: readonly Absent[],
): string | undefined {
  const missed = absent.filter(({ name }) => members.some((member) => member.required && member.name === name));
  const [first] = missed;
  if (first !== undefined)
    return `${missed.map(({ name }) => name).join(', ')} had to take part; ${first.name}: ${first.why}`;
  const there = members.length - absent.length;
  if (there >= minCandidates) return undefined;
  return `${there} of ${members.length} models take part, at least ${minCandidates} have to`;
}
