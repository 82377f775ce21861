import { type JsonRecord, numberAt, textAt, valueAt } from '../json-value';
import type { KubernetesApi } from '../kubernetes/api';
import { conditionOf } from '../kubernetes/condition';
import { selectorText } from '../kubernetes/label-selector';
import type { Generation, Unsettled } from './generation';
import { annotationsOf, containerNames, containersIn, isControlledBy, isLive, isTerminating } from './owned';

const revisionAnnotation = 'deployment.kubernetes.io/revision';

/**
 * The newest ReplicaSet of a Deployment, found as `kubectl rollout` does: by the revision that the controller has given to
 * both, once it has seen the newest generation.
 *
 * @internal
 */
export async function deploymentGeneration(
  name: string,
  namespace: string,
  api: KubernetesApi,
): Promise<Generation | Unsettled> {
  const deployment = await api.get({ apiVersion: 'apps/v1', resource: 'deployments', namespace }, name);
  if (deployment === undefined) return { unsettled: `there is no Deployment ${name} in namespace ${namespace}` };
  const generation = numberAt(deployment, 'metadata', 'generation');
  const observed = valueAt(deployment, 'status', 'observedGeneration');
  if (typeof observed !== 'number' || !(observed >= generation))
    return { unsettled: `the Deployment's controller has not seen generation ${generation} of ${name} yet` };
  if (valueAt(deployment, 'spec', 'paused') === true) return { unsettled: `the Deployment ${name} is paused` };

  const selector = selectorText(valueAt(deployment, 'spec', 'selector'));
  const found = { apiVersion: 'apps/v1', resource: 'replicasets', namespace };
  const revision = valueAt(deployment, 'metadata', 'annotations', revisionAnnotation);
  const uid = textAt(deployment, 'metadata', 'uid');
  const owned = (await api.list(found, { labelSelector: selector })).filter((each) => isControlledBy(each, uid));
  const newest = owned.filter((each) => valueAt(each, 'metadata', 'annotations', revisionAnnotation) === revision);
  const replicaSet = newest[0];
  if (revision === undefined || replicaSet === undefined || newest.length > 1)
    return { unsettled: `the Deployment ${name} has no ReplicaSet for its newest revision yet` };

  const id = textAt(replicaSet, 'metadata', 'uid');
  const template = valueAt(replicaSet, 'spec', 'template');
  const pods = await api.list({ apiVersion: 'v1', resource: 'pods', namespace }, { labelSelector: selector });
  return {
    id,
    name: textAt(replicaSet, 'metadata', 'name'),
    wanted: replicasOf(deployment),
    containers: containerNames(template),
    runs: containersIn(template, 'containers').map(({ image }) => String(image)),
    annotations: annotationsOf(template),
    selector,
    pods: pods.filter((pod) => isControlledBy(pod, id) && !isTerminating(pod)),
    older: pods.filter(
      (pod) =>
        isLive(pod) && owned.some((set) => set !== replicaSet && isControlledBy(pod, textAt(set, 'metadata', 'uid'))),
    ).length,
    incomplete: failureOf(replicaSet),
  };
}

function replicasOf(deployment: JsonRecord): number {
  return valueAt(deployment, 'spec', 'replicas') === undefined ? 1 : numberAt(deployment, 'spec', 'replicas');
}

/** A quota or an admission webhook keeps it from making pods; no pod shows that. */
function failureOf(replicaSet: JsonRecord): string | undefined {
  const { status, message } = conditionOf(replicaSet, 'ReplicaFailure');
  return status === 'True' ? `its pods can't be made: ${message}` : undefined;
}
