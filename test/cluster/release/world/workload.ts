import type { ApiClient } from '../../api/client';
import type { KubeObject } from '../../api/json';
import type { Behaviour } from './behaviour';

/** A Deployment and what its controller and the kubelet make of it. */
export interface Workload {
  /** Removes what another test file left. */
  clear(): Promise<void>;
  /** Its definition was changed to an image: a new ReplicaSet with a new pod comes, and the old pod goes. */
  rollOut(reference: string, behaviour: Behaviour): Promise<void>;
  /** Measurements of its pod, once more. */
  measure(): Promise<void>;
}

const name = 'gourmetgram-app';
const labels = { app: 'gourmetgram' };
const selector = { matchLabels: labels };
const revisionAnnotation = 'deployment.kubernetes.io/revision';

export function workload(api: ApiClient, namespace: string): Workload {
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
      for (const list of [`${apps}/deployments`, `${apps}/replicasets`, metrics]) await api.remove(list);
      await api.remove(`${pods}?gracePeriodSeconds=0`);
    },
    async rollOut(reference, behaviour) {
      const deployment = await defined(reference);
      const replicaSet = await replicaSetOf(deployment, reference);
      const next = `${name}-${revision}-a`;
      await api.create(pods, {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: next, labels, ownerReferences: ownedBy(replicaSet) },
        spec: template(reference).spec,
      });
      await api.patch(`${pods}/${next}/status`, { status: podStatus(behaviour, reference) });
      const status = { observedGeneration: deployment.metadata.generation };
      await api.patch(`${apps}/deployments/${name}/status`, { status });
      // An old one that is ready stays until the new one is.
      const ready = isReady(behaviour);
      for (const each of old.filter((each) => ready || !each.ready)) {
        await api.remove(`${pods}/${each.name}?gracePeriodSeconds=0`);
        if (each.ready) await api.remove(`${metrics}/${each.name}`);
      }
      old = [...old.filter((each) => !ready && each.ready), { name: next, ready }];
      if (!ready) return;
      pod = next;
      await api.create(metrics, measurement(next));
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

function template(image: string) {
  const resources = { limits: { cpu: '500m', memory: '256Mi' } };
  const restricted = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  };
  return {
    metadata: { labels },
    spec: { containers: [{ name: 'app', image, resources, securityContext: restricted }] },
  };
}

function measurement(pod: string): object {
  return {
    apiVersion: 'metrics.k8s.io/v1beta1',
    kind: 'PodMetrics',
    metadata: { name: pod, labels },
    timestamp: new Date(0).toISOString(),
    window: '15s',
    containers: [{ name: 'app', usage: { cpu: '100m', memory: '200Mi' } }],
  };
}

/** Whether its pod gets ready. */
export function isReady(behaviour: Behaviour): boolean {
  return behaviour !== 'oversized' && behaviour !== 'unpullable';
}

const startedAt = '2026-11-20T10:00:00Z';

function podStatus(behaviour: Behaviour, image: string): object {
  const ready = isReady(behaviour);
  const killed = { exitCode: 137, reason: 'OOMKilled', startedAt, finishedAt: startedAt };
  const waiting =
    behaviour === 'oversized'
      ? { reason: 'CrashLoopBackOff', message: 'back-off 40s restarting failed container' }
      : { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}"` };
  const crashed = behaviour === 'oversized';
  return {
    phase: behaviour === 'unpullable' ? 'Pending' : 'Running',
    startTime: startedAt,
    conditions: [
      { type: 'PodScheduled', status: 'True', lastTransitionTime: startedAt },
      { type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: startedAt },
    ],
    containerStatuses: [
      {
        name: 'app',
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
