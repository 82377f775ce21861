import { type JsonRecord, textAt, valueAt } from '../json-value';
import type { KubernetesApi } from '../kubernetes/api';
import type { Resource } from '../kubernetes/resource-path';
import type { Session } from '../session';
import { Trouble } from '../trouble';

/** As long as Argo keeps runs of ours. */
const kept = 7 * 24 * 3_600_000;
/** At a time: the next start goes on. */
const most = 50;

/**
 * Deletes runs that ended a week ago, and their pods with them: Tekton itself keeps every run for ever.
 *
 * @returns what to say of it, behind another sentence
 * @internal
 */
export async function deleteOldRuns(
  api: KubernetesApi,
  of: Resource,
  runs: readonly JsonRecord[],
  session: Session,
): Promise<string> {
  const old = runs.filter((run) => endedFor(run) > kept).slice(0, most);
  const deleted: string[] = [];
  session.evidence.deleted = deleted;
  try {
    for (const run of old) {
      const name = textAt(run, 'metadata', 'name');
      if (await api.remove(of, name, textAt(run, 'metadata', 'uid'))) deleted.push(name);
    }
  } catch (problem) {
    if (!(problem instanceof Trouble)) throw problem;
    return `; old runs stay: ${problem.message}`;
  }
  return deleted.length === 0 ? '' : `; ${deleted.length} old runs deleted`;
}

/** Nothing is old of which it can't be told. */
function endedFor(run: JsonRecord): number {
  const ended = Date.now() - Date.parse(String(valueAt(run, 'status', 'completionTime')));
  return Number.isNaN(ended) ? Number.NEGATIVE_INFINITY : ended;
}
