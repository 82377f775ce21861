import type { Outcome } from '../action';
import { type JsonRecord, listAt, recordAt, textAt, valueAt } from '../json-value';
import type { KubernetesApi } from '../kubernetes/api';
import type { Session } from '../session';
import { deleteOldRuns } from './delete-old-runs';

/**
 * Creates a PipelineRun, unless one of the same pipeline has not ended yet.
 *
 * A schedule's own policy sees only the pod that starts a run, not the run, so this one looks.
 *
 * @param runName what the run is called: of its start, so that a repeated pod finds it there and creates no second
 * @internal
 */
export async function startRun(
  api: KubernetesApi,
  run: JsonRecord,
  runName: string,
  session: Session,
): Promise<Outcome<'started' | 'running'>> {
  const pipelineRuns = { apiVersion: 'tekton.dev/v1', resource: 'pipelineruns', namespace: api.namespace };
  const pipeline = textAt(run, 'spec', 'pipelineRef', 'name');
  const all = (await api.list(pipelineRuns)).filter((each) => pipelineOf(each) === pipeline);
  const live = all.filter((each) => !hasEnded(each)).map((each) => textAt(each, 'metadata', 'name'));
  Object.assign(session.evidence, { pipeline, run: runName, live });
  const done = { outcome: 'started', done: true } as const;
  if (live.includes(runName)) return { ...done, reason: `${runName} was started before` };
  if (live.length > 0) {
    return { outcome: 'running', reason: `${live.join(', ')} of ${pipeline} has not ended yet`, done: true };
  }
  const { generateName: _, ...metadata } = recordAt(run, 'metadata');
  const created = await api.create(pipelineRuns, { ...run, metadata: { ...metadata, name: runName } });
  // Only now: what is in the way of tidying up is not in the way of a run.
  const tidied = await deleteOldRuns(api, pipelineRuns, all, session);
  return { ...done, reason: `${runName} ${created === 'exists' ? 'was started before' : 'is started'}${tidied}` };
}

/** Not by its label, which whoever started it by hand may have left out. */
function pipelineOf(run: JsonRecord): unknown {
  return valueAt(run, 'spec', 'pipelineRef', 'name');
}

/** A run that the controller has not looked at yet has no condition, and has not ended. */
function hasEnded(run: JsonRecord): boolean {
  const conditions = valueAt(run, 'status', 'conditions');
  if (!Array.isArray(conditions)) return false;
  const succeeded = listAt(run, 'status', 'conditions').find((each) => valueAt(each, 'type') === 'Succeeded');
  return ['True', 'False'].includes(String(valueAt(succeeded, 'status')));
}
