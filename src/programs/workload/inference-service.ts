import { type JsonRecord, numberAt, textAt, valueAt } from '../json-value';
import type { KubernetesApi } from '../kubernetes/api';
import { conditionOf } from '../kubernetes/condition';
import { deploymentGeneration } from './deployment';
import type { Generation, Unsettled } from './generation';
import { annotationsOf, containersIn, isTerminating } from './owned';

/** Where KServe notes in the pods which model they were made for. @internal */
export const modelAnnotation = 'internal.serving.kserve.io/storage-initializer-sourceuri';

/**
 * The newest revision of an InferenceService's predictor: a Deployment's in Standard mode, Knative's in Knative mode.
 *
 * `Ready` alone may be that of the revision before, and the generation that KServe says it observed is that of the Deployment
 * below, so neither tells whether a change was seen. The address of the model does, which KServe writes into what it makes.
 *
 * @see https://github.com/kserve/kserve/blob/v0.20.0/pkg/apis/serving/v1beta1/inference_service_status.go
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

  const found = standard(service)
    ? await deploymentGeneration(`${name}-predictor`, namespace, api)
    : await revision(service, namespace, api);
  if ('unsettled' in found) return found;
  const wanted = valueAt(service, 'spec', 'predictor', 'model', 'storageUri');
  const model = found.annotations[modelAnnotation];
  if (wanted !== undefined && model !== wanted) {
    const made = typeof model === 'string' ? model : 'no model';
    return { unsettled: `KServe has not seen ${String(wanted)} yet: ${found.name} is made for ${made}` };
  }
  return {
    ...found,
    runs: [...found.runs, ...(typeof model === 'string' ? [model] : [])],
    share: shareOf(service),
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
  const made = await api.get({ apiVersion: 'serving.knative.dev/v1', resource: 'revisions', namespace }, created);
  if (made === undefined) return { unsettled: `there is no revision ${created} in namespace ${namespace}` };
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
    annotations: annotationsOf(made),
    selector,
    pods: pods.filter((pod) => !isTerminating(pod)),
    older: 0,
    incomplete: ready === created ? wrongTraffic(service, created) : `Knative does not call revision ${created} ready`,
  };
}

/**
 * All of the traffic, or as much as the canary is meant to get. Without another revision that once had all of it there is none
 * to share with, so that a first one gets all of it whatever is meant.
 */
function wrongTraffic(service: JsonRecord, created: string): string | undefined {
  const predictor = valueAt(service, 'status', 'components', 'predictor');
  const traffic = valueAt(predictor, 'traffic');
  const rolledOut = valueAt(predictor, 'latestRolledoutRevision');
  const canary = shareOf(service) ?? 100;
  const meant = rolledOut === undefined || rolledOut === created ? 100 : canary;
  const gets = (Array.isArray(traffic) ? traffic : [])
    .filter((each) => valueAt(each, 'revisionName') === created)
    .reduce((sum: number, each) => sum + (Number(valueAt(each, 'percent')) || 0), 0);
  return gets === meant ? undefined : `revision ${created} gets ${gets} % of the traffic, not ${String(meant)} %`;
}

function shareOf(service: JsonRecord): number | undefined {
  const share = valueAt(service, 'spec', 'predictor', 'canaryTrafficPercent');
  return typeof share === 'number' && share < 100 ? share : undefined;
}

function notReady(service: JsonRecord): string | undefined {
  const { status, reason, message } = conditionOf(service, 'Ready');
  return status === 'True' ? undefined : `the InferenceService is not ready: ${reason} ${message}`;
}
