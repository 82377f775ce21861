import type { JsonRecord } from '../../../src/programs/json-value';
import { pod } from '../pods/pod';

export const namespace = 'fraud-staging';
export const image = (digit: string): string => `ghcr.io/acme/fraud@sha256:${digit.repeat(64)}`;
export const paths = {
  deployment: `/apis/apps/v1/namespaces/${namespace}/deployments/fraud`,
  replicaSets: `/apis/apps/v1/namespaces/${namespace}/replicasets`,
  pods: `/api/v1/namespaces/${namespace}/pods`,
  metrics: `/apis/metrics.k8s.io/v1beta1/namespaces/${namespace}/pods`,
};

const revision = (number: number) => ({ 'deployment.kubernetes.io/revision': String(number) });

export function deployment(more: { metadata?: object; spec?: object; status?: object } = {}): JsonRecord {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'fraud', uid: 'uid-of-deployment', generation: 4, annotations: revision(3), ...more.metadata },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'fraud' } },
      template: { spec: { containers: [{ name: 'app', image: image('5') }] } },
      ...more.spec,
    },
    status: { observedGeneration: 4, ...more.status },
  };
}

export function replicaSet(name: 'new' | 'old', more: { status?: object; image?: string } = {}): JsonRecord {
  return {
    metadata: {
      name: `fraud-${name}`,
      uid: `uid-${name}`,
      labels: { app: 'fraud', 'pod-template-hash': name },
      annotations: revision(name === 'new' ? 3 : 2),
      ownerReferences: [{ kind: 'Deployment', name: 'fraud', uid: 'uid-of-deployment', controller: true }],
    },
    spec: {
      template: { spec: { containers: [{ name: 'app', image: more.image ?? image(name === 'new' ? '5' : '4') }] } },
    },
    status: more.status ?? {},
  };
}

/** A pod of the ReplicaSet that is being replaced. */
export function oldPod(options: Parameters<typeof pod>[0] = {}): JsonRecord {
  return pod({
    name: 'fraud-old-1',
    ...options,
    metadata: {
      labels: { app: 'fraud', 'pod-template-hash': 'old' },
      ownerReferences: [{ kind: 'ReplicaSet', name: 'fraud-old', uid: 'uid-old', controller: true }],
      ...options.metadata,
    },
  });
}

/** Measurements of the pod, each a step later than the one before. */
export function measured(
  name: string,
  step: number,
  usage: object = { cpu: '120m', memory: '150Mi' },
  containers: readonly string[] = ['app'],
): JsonRecord {
  return {
    metadata: { name, labels: { app: 'fraud' } },
    timestamp: new Date(Date.UTC(2026, 10, 20, 10, 0, 15 * step)).toISOString(),
    window: '15s',
    containers: containers.map((container) => ({ name: container, usage })),
  };
}

/** A Deployment that has been rolled out: one pod of the new ReplicaSet, and an empty old one. */
export function rolledOut(pods: readonly JsonRecord[] = [pod()]): Record<string, JsonRecord> {
  return {
    [paths.deployment]: deployment({ spec: { replicas: pods.length } }),
    [`${paths.replicaSets}/fraud-new`]: replicaSet('new'),
    [`${paths.replicaSets}/fraud-old`]: replicaSet('old'),
    ...Object.fromEntries(pods.map((each) => [`${paths.pods}/${nameOf(each)}`, each])),
  };
}

export function nameOf(object: JsonRecord): string {
  return String((object.metadata as JsonRecord).name);
}
