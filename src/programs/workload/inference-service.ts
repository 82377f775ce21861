import { type JsonRecord, numberAt, textAt, valueAt } from '../json-value';
import type { KubernetesApi } from '../kubernetes/api';
import { conditionOf } from '../kubernetes/condition';
import { deploymentGeneration } from './deployment';
import type { Generation, Unsettled } from './generation';
import { containersIn, isTerminating } from './owned';

/**
 * The newest revision of an InferenceService's predictor: a Deployment's in Standard mode, Knative's in Knative mode.
 *
 * `Ready` alone may be that of the revision before.
 *
 * @see https://kserve.github.io/website/docs/intro
 * @internal
 */
export async function inferenceServiceGeneration(
  name: string,
  namespace: string,
  api: KubernetesApi,
): Promise<Generation | Unsettled> {
  const resource = { apiVersion: 'serving.kserve.io/v1beta1', resource: 'inferenceservices', namespace };
  const service = await api.get(resource, name);
  if (service === undefined) return { unsettled: `there is no InferenceService ${name} in namespace ${namespace}` };
  const generation = numberAt(service, 'metadata', 'generation');
  const observed = valueAt(service, 'status', 'observedGeneration');
  if (typeof observed !== 'number' || !(observed >= generation))
    return { unsettled: `KServe has not seen generation ${generation} of ${name} yet` };

  const found = standard(service)
    ? await deploymentGeneration(`${name}-predictor`, namespace, api)
    : await revision(service, namespace, api);
  if ('unsettled' in found) return found;
  const model = valueAt(service, 'spec', 'predictor', 'model', 'storageUri');
  return {
    ...found,
    runs: [...found.runs, ...(typeof model === 'string' ? [model] : [])],
    incomplete: found.incomplete ?? notReady(service),
  };
}

/** KServe 0.16 renamed `RawDeployment` and `Serverless`; without a word in the status an older one writes only the annotation. */
function standard(service: JsonRecord): boolean {
  const mode =
    valueAt(service, 'status', 'deploymentMode') ??
    valueAt(service, 'metadata', 'annotations', 'serving.kserve.io/deploymentMode');
  return mode === 'Standard' || mode === 'RawDeployment';
}

async function revision(service: JsonRecord, namespace: string, api: KubernetesApi): Promise<Generation | Unsettled> {
  const name = textAt(service, 'metadata', 'name');
  const created = valueAt(service, 'status', 'components', 'predictor', 'latestCreatedRevision');
  if (typeof created !== 'string' || created === '')
    return { unsettled: `Knative has not made a revision of ${name} yet` };
  const selector = `serving.knative.dev/revision=${created}`;
  const pods = await api.list({ apiVersion: 'v1', resource: 'pods', namespace }, { labelSelector: selector });
  const ready = valueAt(service, 'status', 'components', 'predictor', 'latestReadyRevision');
  const minReplicas = valueAt(service, 'spec', 'predictor', 'minReplicas');
  return {
    id: created,
    name: created,
    wanted: minReplicas === undefined ? 1 : numberAt(service, 'spec', 'predictor', 'minReplicas'),
    // The queue-proxy beside it is Knative's and has no limits.
    containers: ['kserve-container'],
    runs: pods.flatMap((pod) => containersIn(pod, 'containers').map(({ image }) => String(image))),
    selector,
    pods: pods.filter((pod) => !isTerminating(pod)),
    older: 0,
    incomplete: ready === created ? wrongTraffic(service, created) : `Knative does not call revision ${created} ready`,
  };
}

/** All of the traffic, or as much as the canary is meant to get. */
function wrongTraffic(service: JsonRecord, created: string): string | undefined {
  const traffic = valueAt(service, 'status', 'components', 'predictor', 'traffic');
  if (!Array.isArray(traffic)) return undefined;
  const meant = valueAt(service, 'spec', 'predictor', 'canaryTrafficPercent') ?? 100;
  const gets = traffic
    .filter((each) => valueAt(each, 'revisionName') === created)
    .reduce((sum: number, each) => sum + (Number(valueAt(each, 'percent')) || 0), 0);
  return gets === meant ? undefined : `revision ${created} gets ${gets} % of the traffic, not ${String(meant)} %`;
}

function notReady(service: JsonRecord): string | undefined {
  const { status, reason, message } = conditionOf(service, 'Ready');
  return status === 'True' ? undefined : `the InferenceService is not ready: ${reason} ${message}`;
}
