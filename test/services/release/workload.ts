import type { KubeObject } from '../../cluster/api/json';
import type { Servers } from './servers';

/** A Deployment whose controllers are not here; the test does what they would do. */
export interface Workload {
  /** Rolls an image out: definition, ReplicaSet and pod have it. */
  rollOut(image: string): Promise<void>;
  /** Rolls it out, and its pod crashes again and again. */
  crash(image: string): Promise<void>;
  image(): Promise<string>;
}

const startedAt = '2026-11-20T10:00:00Z';
const revision = { 'deployment.kubernetes.io/revision': '1' };

export async function workload(
  { admin, namespace }: Pick<Servers, 'admin' | 'namespace'>,
  name: string,
  image: string,
  runs: boolean,
): Promise<Workload> {
  const labels = { app: name };
  const selector = { matchLabels: labels };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'app', image }] } };
  const apps = `/apis/apps/v1/namespaces/${namespace}`;
  const deployment = `${apps}/deployments/${name}`;
  const replicaSet = `${apps}/replicasets/${name}`;
  const pod = `/api/v1/namespaces/${namespace}/pods/${name}`;
  const uidOf = (object: KubeObject): string => (object.metadata as unknown as { uid: string }).uid;
  const ownedBy = (owner: KubeObject) => [
    { apiVersion: 'apps/v1', kind: owner.kind, name, uid: uidOf(owner), controller: true },
  ];
  if (runs) {
    const made = await admin.create<KubeObject>(`${apps}/deployments`, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, annotations: revision },
      spec: { replicas: 1, selector, template },
    });
    const set = await admin.create<KubeObject>(`${apps}/replicasets`, {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name, labels, annotations: revision, ownerReferences: ownedBy(made) },
      spec: { replicas: 1, selector, template },
    });
    await admin.create(`/api/v1/namespaces/${namespace}/pods`, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, labels, ownerReferences: ownedBy(set) },
      spec: template.spec,
    });
    await admin.patch(`${pod}/status`, { status: running() });
    await admin.patch(`${deployment}/status`, { status: { observedGeneration: 1 } });
  }
  const define = async (wanted: string, status: object): Promise<void> => {
    const containers = [{ name: 'app', image: wanted }];
    const spec = { template: { spec: { containers } } };
    await admin.patch(pod, { spec: { containers } }, 'merge').catch(() => undefined);
    await admin.patch(`${pod}/status`, { status });
    await admin.patch(replicaSet, { spec }, 'merge');
    const { metadata } = await admin.patch<KubeObject>(deployment, { spec }, 'merge');
    const { generation } = metadata as unknown as { generation: number };
    await admin.patch(`${deployment}/status`, { status: { observedGeneration: generation } });
  };
  return {
    rollOut: (wanted) => define(wanted, running()),
    crash: (wanted) => define(wanted, crashing()),
    image: async () => {
      const found = await admin.get<{ spec: { template: typeof template } }>(deployment);
      return found.spec.template.spec.containers[0]?.image ?? '';
    },
  };
}

const conditions = (ready: 'True' | 'False') => [
  { type: 'PodScheduled', status: 'True', lastTransitionTime: startedAt },
  { type: 'Ready', status: ready, lastTransitionTime: startedAt },
];

function running(): object {
  const state = { running: { startedAt } };
  const container = {
    name: 'app',
    state,
    lastState: {},
    ready: true,
    started: true,
    restartCount: 0,
    image: 'x',
    imageID: '',
  };
  return { phase: 'Running', startTime: startedAt, conditions: conditions('True'), containerStatuses: [container] };
}

function crashing(): object {
  const ended = { terminated: { exitCode: 1, reason: 'Error', startedAt, finishedAt: startedAt } };
  const state = { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container' } };
  const container = {
    name: 'app',
    state,
    lastState: ended,
    ready: false,
    started: false,
    restartCount: 9,
    image: 'x',
    imageID: '',
  };
  return { phase: 'Running', startTime: startedAt, conditions: conditions('False'), containerStatuses: [container] };
}
