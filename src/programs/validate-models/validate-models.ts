import { startDeadline } from '../deadline';
import type { Values } from '../environment';
import type { Calling } from '../http-call';
import type { KubernetesApi } from '../kubernetes/api';
import type { Judgement } from '../verdict';
import type { contract } from './contract';
import type { Finding } from './finding';
import { lookAtEndpoint } from './look-at-endpoint';
import { lookAtFile } from './look-at-file';
import { lookAtPods } from './look-at-pods';
import { lookAtService, servedFrom } from './look-at-service';
import type { ServedModel } from './served-model';

type Configuration = Values<typeof contract>;

/**
 * Looks at everything that serves the models: the InferenceService, its pods, the file on the claim, and what the endpoint
 * answers. One that is bad fails all, and all of them are named.
 *
 * @internal
 */
export async function validateModels(
  configuration: Configuration,
  api: KubernetesApi,
  calling: Calling,
): Promise<Judgement> {
  const { session } = calling;
  const report: Record<string, readonly Finding[]> = {};
  session.evidence.models = report;
  for (const model of configuration.models) {
    const findings = await lookAt(model, configuration, api, calling);
    report[model.name] = findings.map((finding) => ({ ...finding, what: session.show(finding.what, 300) }));
    for (const { of, good, what } of findings) session.log(`${model.name}: ${good ? 'good' : 'BAD'} ${of}: ${what}`);
  }
  const bad = Object.entries(report).flatMap(([name, findings]) =>
    findings.filter(({ good }) => !good).map(({ of, what }) => `${name}: ${of}: ${what}`),
  );
  const names = Object.keys(report).join(', ');
  return bad.length === 0
    ? { verdict: 'pass', reason: `${names}: service, pods, file and endpoint are good` }
    : { verdict: 'fail', reason: bad.join('; ') };
}

async function lookAt(
  model: ServedModel,
  { claim, folder }: Configuration,
  api: KubernetesApi,
  { deadline, session }: Calling,
): Promise<readonly Finding[]> {
  const { name, namespace } = model;
  const services = { apiVersion: 'serving.kserve.io/v1beta1', resource: 'inferenceservices', namespace };
  const service = await api.get(services, name);
  const pods = { apiVersion: 'v1', resource: 'pods', namespace };
  const serving = await api.list(pods, { labelSelector: `serving.kserve.io/inferenceservice=${name}` });
  // One that does not answer leaves time for the others.
  const asking = startDeadline(Math.min(60, deadline.remaining() / 1000));
  return [
    lookAtService(service),
    lookAtPods(serving, new Date()),
    await lookAtFile(servedFrom(service), claim, folder),
    await lookAtEndpoint(model, { deadline: asking, session }),
  ];
}
