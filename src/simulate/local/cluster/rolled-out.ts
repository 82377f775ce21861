import { createHash } from 'node:crypto';
import { isMap } from '../../../yaml/is-map';
import type { KubeObject } from './objects';

const revisionAnnotation = 'deployment.kubernetes.io/revision';

/**
 * A Deployment as it is stored after a change, rolled out already: what it says runs, and nothing else does.
 *
 * @param before as it was stored, if it was
 * @internal
 */
export function settled(deployment: KubeObject, before: KubeObject | undefined): KubeObject {
  const { metadata } = deployment;
  const changed = JSON.stringify(before?.spec) !== JSON.stringify(deployment.spec);
  const generation = Number(before?.metadata.generation ?? 0) + (changed ? 1 : 0);
  const anotherTemplate = JSON.stringify(templateOf(before)) !== JSON.stringify(templateOf(deployment));
  const revision = Number(annotationsOf(before)[revisionAnnotation] ?? 0) + (anotherTemplate ? 1 : 0);
  const replicas = replicasOf(deployment);
  return {
    ...deployment,
    metadata: {
      ...metadata,
      uid: before?.metadata.uid ?? uidOf('Deployment', metadata.namespace, metadata.name),
      generation,
      annotations: { ...annotationsOf(deployment), [revisionAnnotation]: String(revision) },
    },
    status: {
      observedGeneration: generation,
      replicas,
      updatedReplicas: replicas,
      readyReplicas: replicas,
      availableReplicas: replicas,
      conditions: [{ type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable' }],
    },
  };
}

/** The ReplicaSet of a Deployment's newest revision. @internal */
export function replicaSetOf(deployment: KubeObject): KubeObject {
  const { namespace, name, uid, resourceVersion } = deployment.metadata;
  const template = templateOf(deployment);
  const hash = createHash('sha256').update(JSON.stringify(template)).digest('hex').slice(0, 10);
  const own = `${String(name)}-${hash}`;
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      namespace,
      name: own,
      uid: uidOf('ReplicaSet', namespace, own),
      resourceVersion,
      labels: { ...labelsOf(template), 'pod-template-hash': hash },
      annotations: { [revisionAnnotation]: annotationsOf(deployment)[revisionAnnotation] },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name, uid, controller: true }],
    },
    spec: { replicas: replicasOf(deployment), template },
    status: { replicas: replicasOf(deployment), readyReplicas: replicasOf(deployment) },
  };
}

/** Its pods, all of them ready. @internal */
export function podsOf(deployment: KubeObject, startedAt: string): readonly KubeObject[] {
  const set = replicaSetOf(deployment);
  const { namespace, name, uid, labels, resourceVersion } = set.metadata;
  const template = templateOf(deployment);
  const spec = isMap(template.spec) ? template.spec : {};
  const containers = Array.isArray(spec.containers) ? spec.containers.filter(isMap) : [];
  return Array.from({ length: replicasOf(deployment) }, (_, i) => {
    const own = `${String(name)}-${i}`;
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        namespace,
        name: own,
        uid: uidOf('Pod', namespace, own),
        resourceVersion,
        labels,
        annotations: annotationsOf(template),
        creationTimestamp: startedAt,
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name, uid, controller: true }],
      },
      spec,
      status: {
        phase: 'Running',
        startTime: startedAt,
        conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map((type) => ({
          type,
          status: 'True',
        })),
        containerStatuses: containers.map(({ name: container, image }) => ({
          name: container,
          image,
          imageID: image,
          ready: true,
          started: true,
          restartCount: 0,
          state: { running: { startedAt } },
          lastState: {},
        })),
      },
    };
  });
}

/** The same for the same object in every run. */
function uidOf(...parts: readonly unknown[]): string {
  const hex = createHash('sha256').update(parts.join('/')).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

function templateOf(deployment: KubeObject | undefined): Readonly<Record<string, unknown>> {
  const spec = deployment?.spec;
  return isMap(spec) && isMap(spec.template) ? spec.template : {};
}

function replicasOf({ spec }: KubeObject): number {
  return isMap(spec) && typeof spec.replicas === 'number' ? spec.replicas : 1;
}

function annotationsOf(object: Readonly<Record<string, unknown>> | undefined): Readonly<Record<string, unknown>> {
  return isMap(object?.metadata) && isMap(object.metadata.annotations) ? object.metadata.annotations : {};
}

function labelsOf(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return isMap(object.metadata) && isMap(object.metadata.labels) ? object.metadata.labels : {};
}
