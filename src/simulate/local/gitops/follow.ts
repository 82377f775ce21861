import { deployedIn } from '../../../programs/environment-file/edit';
import { Trouble } from '../../../programs/trouble';
import { isMap } from '../../../yaml/is-map';
import { putObject } from '../cluster/answer-request';
import type { KubeObject, Objects } from '../cluster/objects';
import { keyOf, servedAs } from '../cluster/resources';
import type { BareRepository } from './bare-repository';
import type { WrittenEnvironment } from './written-environments';

/**
 * What Argo CD or Flux would do with the newest commit, as far as a release sees it: the Deployment runs what the environment's
 * file says, and the controller's object says so. Nothing else of the repository is looked at.
 *
 * @internal
 */
export function follow(environment: WrittenEnvironment, repository: BareRepository, objects: Objects): void {
  const { branch, file, gitOps, workload } = environment;
  const commit = repository.head(branch);
  if (commit === undefined || commit === followed(environment, objects)) return;
  let problem: string | undefined;
  try {
    const content = repository.read(commit, file);
    const image = content === undefined ? undefined : imageIn(content, environment);
    if (image !== undefined && workload !== undefined) rollOut(image, workload, objects);
  } catch (trouble) {
    if (!(trouble instanceof Trouble)) throw trouble;
    problem = `${file} ${trouble.message}`;
  }
  if (gitOps === undefined) return;
  const resource = servedAs(gitOps.controller === 'argocd' ? 'Application' : 'Kustomization');
  const before = objects.get(keyOf(resource.resource, gitOps.namespace, gitOps.name));
  const metadata = { ...before?.metadata, namespace: gitOps.namespace, name: gitOps.name, generation: 1 };
  const status = gitOps.controller === 'argocd' ? argoCdStatus(commit, problem) : fluxStatus(branch, commit, problem);
  putObject(objects, resource, { ...before, metadata, status });
}

/** The commit that the controller's object is at. */
function followed({ gitOps }: WrittenEnvironment, objects: Objects): string | undefined {
  if (gitOps === undefined) return undefined;
  const { resource } = servedAs(gitOps.controller === 'argocd' ? 'Application' : 'Kustomization');
  const status = objects.get(keyOf(resource, gitOps.namespace, gitOps.name))?.status;
  if (!isMap(status)) return undefined;
  const { sync, lastAttemptedRevision } = status;
  const revision = isMap(sync) ? sync.revision : lastAttemptedRevision;
  return String(revision ?? '').replace(/^.*:/, '');
}

function imageIn(content: Buffer, { format, image }: WrittenEnvironment): string | undefined {
  const { deployed } = deployedIn(content, format);
  if ('inferenceService' in format || deployed === '') return undefined;
  if (!('helmValues' in format) || format.value !== 'digest') return deployed;
  return image === undefined ? undefined : `${image}@${deployed}`;
}

/** The container of that image, or else the first one, gets it; a Deployment that nobody gave is made. */
function rollOut(
  image: string,
  { namespace, name }: NonNullable<WrittenEnvironment['workload']>,
  objects: Objects,
): void {
  const resource = servedAs('Deployment');
  const found = objects.get(keyOf(resource.resource, namespace, name)) ?? deployment(namespace, name);
  const spec = isMap(found.spec) ? found.spec : {};
  const template = isMap(spec.template) ? spec.template : {};
  const pod = isMap(template.spec) ? template.spec : {};
  const containers = Array.isArray(pod.containers) ? pod.containers.filter(isMap) : [];
  const own = Math.max(
    containers.findIndex((each) => repositoryOf(String(each.image)) === repositoryOf(image)),
    0,
  );
  if (containers[own]?.image === image) return;
  const changed = containers.map((each, at) => (at === own ? { ...each, image } : each));
  putObject(objects, resource, {
    ...found,
    spec: { ...spec, template: { ...template, spec: { ...pod, containers: changed } } },
  });
}

const repositoryOf = (image: string): string => image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');

function deployment(namespace: string, name: string): KubeObject {
  const labels = { app: name };
  return {
    metadata: { namespace, name, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'app', image: '' }] } },
    },
  };
}

function argoCdStatus(revision: string, problem: string | undefined): object {
  if (problem === undefined)
    return {
      sync: { status: 'Synced', revision },
      health: { status: 'Healthy' },
      operationState: { phase: 'Succeeded', syncResult: { revision } },
    };
  return {
    sync: { status: 'OutOfSync', revision },
    health: { status: 'Degraded', message: problem },
    operationState: { phase: 'Failed', message: problem },
  };
}

function fluxStatus(branch: string, commit: string, problem: string | undefined): object {
  const revision = `${branch}@sha1:${commit}`;
  const ready =
    problem === undefined
      ? { type: 'Ready', status: 'True', reason: 'ReconciliationSucceeded', message: `Applied revision: ${revision}` }
      : { type: 'Ready', status: 'False', reason: 'BuildFailed', message: problem };
  return {
    observedGeneration: 1,
    lastAttemptedRevision: revision,
    ...(problem === undefined && { lastAppliedRevision: revision }),
    conditions: [ready],
  };
}
