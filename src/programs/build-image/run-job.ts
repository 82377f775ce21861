import { type Calling, Unclear } from '../http-call';
import { type JsonRecord, textAt, valueAt } from '../json-value';
import type { KubernetesApi } from '../kubernetes/api';
import { conditionOf } from '../kubernetes/condition';
import type { Resource } from '../kubernetes/resource-path';
import { patience } from '../pods/patience';
import { type PodTrouble, troubleText, worst } from '../pods/pod-trouble';
import { podTroubles } from '../pods/pod-troubles';
import { Trouble } from '../trouble';
import type { Configuration } from './configuration';
import { securityLevels } from './security-levels';

/** Why there is no image. @internal */
export interface JobTrouble {
  readonly outcome: 'failed' | 'error';
  readonly reason: string;
}

type Ended = 'complete' | 'failed' | undefined;

const mostBeginnings = 5;

/**
 * Runs a Job to its end; nothing if it is complete. One that had ended before is done anew, one that runs is waited for.
 *
 * @internal
 */
export async function runJob(
  api: KubernetesApi,
  job: JsonRecord,
  configuration: Configuration,
  calling: Calling,
): Promise<JobTrouble | undefined> {
  const { session, deadline } = calling;
  const of = { apiVersion: 'batch/v1', resource: 'jobs', namespace: configuration.namespace };
  const name = textAt(job, 'metadata', 'name');
  const pause = configuration.poll * 1000;
  for (let beginning = 1; beginning <= mostBeginnings && !deadline.expired(); beginning += 1) {
    const found = await api.get(of, name);
    if (found !== undefined && endOf(found) !== undefined) {
      session.log(`Job ${name} ended before, and its image is not there: it is done anew`);
      await api.remove(of, name, textAt(found, 'metadata', 'uid'));
      while ((await api.get(of, name)) !== undefined && !deadline.expired()) await deadline.sleep(pause);
    }
    const live = found !== undefined && endOf(found) === undefined ? found : await create(api, of, job, session);
    // Another has made it meanwhile, or we did and were not told.
    if (live === 'exists') continue;
    const ended = await watch(api, textAt(live, 'metadata', 'uid'), name, configuration, calling);
    if (ended !== 'gone') return ended === 'complete' ? undefined : ended;
    session.log(`Job ${name} was removed while it ran`);
  }
  throw new Trouble(`Job ${name} could not be run to its end: something else removes or makes it`);
}

async function create(
  api: KubernetesApi,
  of: Resource,
  job: JsonRecord,
  session: Calling['session'],
): Promise<JsonRecord | 'exists'> {
  try {
    return await api.create(of, job);
  } catch (problem) {
    if (!(problem instanceof Unclear)) throw problem;
    session.log(`${problem.message}, looking`);
    return 'exists';
  }
}

async function watch(
  api: KubernetesApi,
  uid: string,
  name: string,
  configuration: Configuration,
  { deadline, session }: Calling,
): Promise<JobTrouble | 'complete' | 'gone'> {
  const look = looker(api, uid, name, configuration, session);
  let waiting = '';
  while (!deadline.expired()) {
    try {
      const seen = await look();
      if (typeof seen !== 'object' || 'outcome' in seen) return seen;
      if (seen.waiting !== waiting) session.log(`Job ${name}: ${seen.waiting}`);
      waiting = seen.waiting;
    } catch (problem) {
      // What the deadline cut off says less than what was seen before it.
      if (!(problem instanceof Trouble) || !deadline.expired() || waiting === '') throw problem;
    }
    await deadline.sleep(configuration.poll * 1000);
  }
  return { outcome: 'error', reason: session.show(`Job ${name} did not end in time: ${waiting}`, 300) };
}

type Seen = JobTrouble | 'complete' | 'gone' | { readonly waiting: string };

/** Looks at the Job and its pod, and remembers since when something is wrong. */
function looker(
  api: KubernetesApi,
  uid: string,
  name: string,
  configuration: Configuration,
  session: Calling['session'],
): () => Promise<Seen> {
  const { namespace } = configuration;
  const jobs = { apiVersion: 'batch/v1', resource: 'jobs', namespace };
  const pods = { apiVersion: 'v1', resource: 'pods', namespace };
  const lasts = patience();
  const failed = (why: string): JobTrouble => ({ outcome: 'failed', reason: session.show(why, 300) });
  return async () => {
    const job = await api.get(jobs, name);
    if (job === undefined || textAt(job, 'metadata', 'uid') !== uid) return 'gone';
    const end = endOf(job);
    if (end === 'complete') return 'complete';
    const found = await api.list(pods, { labelSelector: `batch.kubernetes.io/controller-uid=${uid}` });
    const now = new Date();
    // Of a pod that has ended the Job tells as well, and its log is kept as long as the Job.
    const ending = end === 'failed' ? ['Failed'] : ['Pending', 'Running', 'Unknown'];
    const looked = found.filter((pod) => ending.includes(String(valueAt(pod, 'status', 'phase') ?? 'Pending')));
    const troubles = looked.flatMap((pod) => podTroubles(pod, undefined, now));
    const seen = worst(troubles);
    if (end === 'failed') {
      const { reason, message } = conditionOf(job, 'Failed');
      return failed(`the build failed: ${seen?.counts === 'now' ? troubleText(seen) : `${reason}: ${message}`}`);
    }
    const counted = lasts(troubles, now);
    if (counted === undefined || counted.verdict === 'inconclusive')
      return { waiting: stateOf(found.length, seen, configuration) };
    // Waiting does not help it, and it would be in the way of the next attempt.
    await api.remove(jobs, name, uid);
    return failed(`the build can't run: ${troubleText(counted)}`);
  };
}

function endOf(job: JsonRecord): Ended {
  if (conditionOf(job, 'Complete').status === 'True') return 'complete';
  return conditionOf(job, 'Failed').status === 'True' ? 'failed' : undefined;
}

function stateOf(pods: number, seen: PodTrouble | undefined, { namespace, builder }: Configuration): string {
  if (pods === 0)
    return `it has no pod yet; namespace ${namespace} must allow the pod security level ${securityLevels[builder]}`;
  return seen === undefined ? 'it builds' : troubleText(seen);
}
