import type { Calling } from '../http-call';
import { type JsonRecord, textAt, valueAt } from '../json-value';
import type { KubernetesApi } from '../kubernetes/api';
import { conditionOf } from '../kubernetes/condition';
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
    const live = found !== undefined && endOf(found) === undefined ? found : await api.create(of, job);
    // Another has made it meanwhile.
    if (live === 'exists') continue;
    const ended = await watch(api, textAt(live, 'metadata', 'uid'), name, configuration, calling);
    if (ended !== 'gone') return ended === 'complete' ? undefined : ended;
    session.log(`Job ${name} was removed while it ran`);
  }
  throw new Trouble(`Job ${name} could not be run to its end: something else removes or makes it`);
}

async function watch(
  api: KubernetesApi,
  uid: string,
  name: string,
  configuration: Configuration,
  { deadline, session }: Calling,
): Promise<JobTrouble | 'complete' | 'gone'> {
  const { namespace, poll } = configuration;
  const of = { apiVersion: 'batch/v1', resource: 'jobs', namespace };
  const lasts = patience();
  let told = '';
  for (;;) {
    const job = await api.get(of, name);
    if (job === undefined || textAt(job, 'metadata', 'uid') !== uid) return 'gone';
    const end = endOf(job);
    if (end === 'complete') return 'complete';
    const pods = await api.list(
      { apiVersion: 'v1', resource: 'pods', namespace },
      { labelSelector: `batch.kubernetes.io/controller-uid=${uid}` },
    );
    const now = new Date();
    // Of a pod that has ended the Job tells as well, and its log is kept as long as the Job.
    const ending = end === 'failed' ? ['Failed'] : ['Pending', 'Running', 'Unknown'];
    const looked = pods.filter((pod) => ending.includes(String(valueAt(pod, 'status', 'phase') ?? 'Pending')));
    const troubles = looked.flatMap((pod) => podTroubles(pod, undefined, now));
    const seen = worst(troubles);
    if (end === 'failed') {
      const { reason, message } = conditionOf(job, 'Failed');
      const why = seen?.counts === 'now' ? troubleText(seen) : `${reason}: ${message}`;
      return { outcome: 'failed', reason: session.show(`the build failed: ${why}`, 300) };
    }
    const counted = lasts(troubles, now);
    if (counted !== undefined && counted.verdict !== 'inconclusive') {
      // Waiting does not help it, and it would be in the way of the next attempt.
      await api.remove(of, name, uid);
      return { outcome: 'failed', reason: session.show(`the build can't run: ${troubleText(counted)}`, 300) };
    }
    const waiting = stateOf(pods.length, seen, configuration);
    if (deadline.expired())
      return { outcome: 'error', reason: session.show(`Job ${name} did not end in time: ${waiting}`, 300) };
    if (waiting !== told) session.log(`Job ${name}: ${waiting}`);
    told = waiting;
    await deadline.sleep(poll * 1000);
  }
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
