import type { ApiClient } from '../api/client';
import type { KubeObject } from '../api/json';

/** How a pod of a new definition starts. */
export type Start = 'ready' | 'oversized' | 'unpullable';

/** What there is one of. */
export interface WorkloadOptions {
  readonly namespace: string;
  /** Of the Deployment. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly container: string;
  readonly limits: { readonly cpu: string; readonly memory: string };
  /** The image of a definition, and what its pods are annotated with. */
  readonly definition: (reference: string) => {
    readonly image: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** A Deployment and what its controller and the kubelet make of it. */
export interface Workload {
  /** Removes what another test file left. */
  clear(): Promise<void>;
  /** Its definition was changed: a new ReplicaSet with a new pod comes, and the old pod goes. */
  rollOut(reference: string, start: Start): Promise<void>;
  /** Measurements of its pod, once more. */
  measure(): Promise<void>;
}

const revisionAnnotation = 'deployment.kubernetes.io/revision';

export function workload(
  api: ApiClient,
  { namespace, name, labels, container, limits, definition }: WorkloadOptions,
): Workload {
  const selector = { matchLabels: labels };
  const selectorText = Object.entries(labels)
    .map((label) => label.join('='))
    .join(',');
  const template = (reference: string) => {
    const { image, annotations } = definition(reference);
    return {
      metadata: { labels, ...(annotations === undefined ? {} : { annotations }) },
      spec: { containers: [{ name: container, image, resources: { limits }, securityContext: restricted }] },
    };
  };
  const apps = `/apis/apps/v1/namespaces/${namespace}`;
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  const metrics = `/apis/metrics.k8s.io/v1beta1/namespaces/${namespace}/pods`;
  let revision = 0;
  let measured = 0;
  /** Of earlier definitions. */
  let old: { readonly name: string; readonly ready: boolean }[] = [];
  let pod: string | undefined;

  async function defined(reference: string): Promise<Owner> {
    revision += 1;
    const annotations = { [revisionAnnotation]: String(revision) };
    const made =
      revision === 1
        ? await api.create<Owner>(`${apps}/deployments`, {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            metadata: { name, annotations },
            spec: { replicas: 1, selector, template: template(reference) },
          })
        : await api.patch<Owner>(`${apps}/deployments/${name}`, {
            metadata: { annotations },
            spec: { template: template(reference) },
          });
    return { ...made, apiVersion: 'apps/v1', kind: 'Deployment' };
  }

  async function replicaSetOf(deployment: Owner, reference: string): Promise<Owner> {
    const made = await api.create<Owner>(`${apps}/replicasets`, {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: `${name}-${revision}`,
        labels,
        annotations: { [revisionAnnotation]: String(revision) },
        ownerReferences: ownedBy(deployment),
      },
      spec: { replicas: 1, selector, template: template(reference) },
    });
    return { ...made, apiVersion: 'apps/v1', kind: 'ReplicaSet' };
  }

  return {
    async clear() {
      const mine = `labelSelector=${encodeURIComponent(selectorText)}`;
      await api.remove(`${apps}/deployments/${name}`).catch(() => undefined);
      for (const list of [`${apps}/replicasets`, metrics]) await api.remove(`${list}?${mine}`);
      await api.remove(`${pods}?gracePeriodSeconds=0&${mine}`);
      revision = 0;
      old = [];
      pod = undefined;
    },
    async rollOut(reference, start) {
      const deployment = await defined(reference);
      const replicaSet = await replicaSetOf(deployment, reference);
      const next = `${name}-${revision}-a`;
      await api.create(pods, {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { ...template(reference).metadata, name: next, ownerReferences: ownedBy(replicaSet) },
        spec: template(reference).spec,
      });
      await api.patch(`${pods}/${next}/status`, { status: podStatus(start, container, definition(reference).image) });
      const status = { observedGeneration: deployment.metadata.generation };
      await api.patch(`${apps}/deployments/${name}/status`, { status });
      // An old one that is ready stays until the new one is.
      const ready = start === 'ready';
      for (const each of old.filter((each) => ready || !each.ready)) {
        await api.remove(`${pods}/${each.name}?gracePeriodSeconds=0`);
        if (each.ready) await api.remove(`${metrics}/${each.name}`);
      }
      old = [...old.filter((each) => !ready && each.ready), { name: next, ready }];
      if (!ready) return;
      pod = next;
      await api.create(metrics, measurement(next, labels, container));
    },
    async measure() {
      if (pod === undefined) return;
      measured += 15_000;
      await api.patch(`${metrics}/${pod}`, { timestamp: new Date(measured).toISOString() });
    },
  };
}

interface Owner extends KubeObject {
  readonly metadata: KubeObject['metadata'] & { readonly uid: string; readonly generation: number };
}

function ownedBy({ apiVersion, kind, metadata }: Owner) {
  return [{ apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true }];
}

const restricted = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

function measurement(pod: string, labels: object, container: string): object {
  return {
    apiVersion: 'metrics.k8s.io/v1beta1',
    kind: 'PodMetrics',
    metadata: { name: pod, labels },
    timestamp: new Date(0).toISOString(),
    window: '15s',
    containers: [{ name: container, usage: { cpu: '100m', memory: '200Mi' } }],
  };
}

const startedAt = '2026-11-20T10:00:00Z';

function podStatus(start: Start, container: string, image: string): object {
  const ready = start === 'ready';
  const killed = { exitCode: 137, reason: 'OOMKilled', startedAt, finishedAt: startedAt };
  const waiting =
    start === 'oversized'
      ? { reason: 'CrashLoopBackOff', message: 'back-off 40s restarting failed container' }
      : { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}"` };
  const crashed = start === 'oversized';
  return {
    phase: start === 'unpullable' ? 'Pending' : 'Running',
    startTime: startedAt,
    conditions: [
      { type: 'PodScheduled', status: 'True', lastTransitionTime: startedAt },
      { type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: startedAt },
    ],
    containerStatuses: [
      {
        name: container,
        state: ready ? { running: { startedAt } } : { waiting },
        lastState: crashed ? { terminated: killed } : {},
        ready,
        started: ready,
        restartCount: crashed ? 3 : 0,
        image,
        imageID: image,
      },
    ],
  };
}
