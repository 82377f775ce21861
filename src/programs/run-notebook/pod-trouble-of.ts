import { type JsonRecord, valueAt } from '../json-value';
import type { KubernetesApi } from '../kubernetes/api';
import { troubleText, worst } from '../pods/pod-trouble';
import { podTroubles } from '../pods/pod-troubles';
import type { Session } from '../session';
import { Trouble } from '../trouble';

/** What the status of a job's pod says against it, if anybody can look: that a container was killed for its memory. @internal */
export async function podTroubleOf(api: KubernetesApi, job: JsonRecord, session: Session): Promise<string | undefined> {
  const name = valueAt(job, 'status', 'validationPodName');
  if (typeof name !== 'string' || name === '') return undefined;
  try {
    const pod = await api.get({ apiVersion: 'v1', resource: 'pods', namespace: api.namespace }, name);
    const trouble = pod === undefined ? undefined : worst(podTroubles(pod, undefined, new Date()));
    return trouble === undefined ? undefined : troubleText(trouble);
  } catch (problem) {
    if (!(problem instanceof Trouble)) throw problem;
    session.log(`pod ${session.show(name, 80)} can't be looked at: ${problem.message}`);
    return undefined;
  }
}
