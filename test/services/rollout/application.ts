import { randomBytes } from 'node:crypto';
import type { ApiClient } from '../../cluster/api/client';
import { argoCdApplication, defineKind, fluxKustomization, podMetrics } from '../servers/kinds';

export const oldImage = `ghcr.io/acme/fraud@sha256:${'5'.repeat(64)}`;
export const newImage = `ghcr.io/acme/fraud@sha256:${'6'.repeat(64)}`;
export const commit = 'c'.repeat(40);

/** An application that was rolled out by controllers which are not here: what they would have left, in a real API server. */
export interface Application {
  readonly namespace: string;
  /** Paths of its objects. */
  readonly deployment: string;
  readonly pod: string;
  readonly metrics: string;
  readonly argoCd: string;
  readonly inferenceService: string;
  stop(): void;
}

const labels = { app: 'fraud' };
const template = (image: string) => ({
  metadata: { labels },
  spec: { containers: [{ name: 'app', image, resources: { limits: { cpu: '500m', memory: '256Mi' } } }] },
});
const revision = { 'deployment.kubernetes.io/revision': '1' };

/** Rolls one out in a namespace of its own; measurements of it go on as long as it is there. */
export async function application(admin: ApiClient): Promise<Application> {
  const namespace = `fraud-${randomBytes(4).toString('hex')}`;
  const argoCdNamespace = `argocd-${namespace}`;
  const serving = {
    group: 'serving.kserve.io',
    version: 'v1beta1',
    kind: 'InferenceService',
    plural: 'inferenceservices',
  };
  for (const kind of [podMetrics, argoCdApplication, fluxKustomization, serving]) await defineKind(admin, kind);
  for (const name of [namespace, argoCdNamespace]) {
    await admin.create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } };
    await admin.create(`/api/v1/namespaces/${name}/serviceaccounts`, account);
  }
  const apps = `/apis/apps/v1/namespaces/${namespace}`;
  const core = `/api/v1/namespaces/${namespace}`;
  const deployment = `${apps}/deployments/fraud`;
  const selector = { matchLabels: labels };

  const { metadata } = await admin.create(`${apps}/deployments`, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'fraud', annotations: revision },
    spec: { replicas: 1, selector, template: template(oldImage) },
  });
  await admin.patch(`${deployment}/status`, { status: { observedGeneration: 1 } });
  const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'fraud', uid: uidOf(metadata), controller: true };
  const replicaSet = await admin.create(`${apps}/replicasets`, {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'fraud-1', labels, annotations: revision, ownerReferences: [owner] },
    spec: { replicas: 1, selector, template: template(oldImage) },
  });
  const { name: setName } = replicaSet.metadata;
  const byReplicaSet = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    name: setName,
    uid: uidOf(replicaSet.metadata),
    controller: true,
  };
  await admin.create(`${core}/pods`, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'fraud-1-a', labels, ownerReferences: [byReplicaSet] },
    spec: template(oldImage).spec,
  });
  const pod = `${core}/pods/fraud-1-a`;
  await admin.patch(`${pod}/status`, { status: healthy() });

  const measurements = `/apis/metrics.k8s.io/v1beta1/namespaces/${namespace}/pods`;
  const usage = { cpu: '100m', memory: '100Mi' };
  await admin.create(measurements, {
    apiVersion: 'metrics.k8s.io/v1beta1',
    kind: 'PodMetrics',
    metadata: { name: 'fraud-1-a', labels },
    timestamp: new Date(0).toISOString(),
    window: '15s',
    containers: [{ name: 'app', usage }],
  });
  const metrics = `${measurements}/fraud-1-a`;
  let measured = 0;
  const measuring = setInterval(() => {
    measured += 15_000;
    admin.patch(metrics, { timestamp: new Date(measured).toISOString() }).catch(() => undefined);
  }, 100);

  const argoCd = `/apis/argoproj.io/v1alpha1/namespaces/${argoCdNamespace}/applications/fraud-staging`;
  await admin.create(argoCd.replace(/\/[^/]*$/, ''), {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'fraud-staging' },
    spec: {
      project: 'default',
      destination: { namespace },
      source: { repoURL: 'https://git.example.com/fraud.git', path: 'app' },
      syncPolicy: { automated: {} },
    },
  });
  const status = { sync: { status: 'Synced', revision: commit }, health: { status: 'Healthy' } };
  await admin.patch(`${argoCd}/status`, { status });
  const inferenceService = `/apis/serving.kserve.io/v1beta1/namespaces/${namespace}/inferenceservices/fraud`;
  await admin.create(inferenceService.replace(/\/[^/]*$/, ''), {
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: { name: 'fraud' },
    spec: { predictor: { model: { modelFormat: { name: 'sklearn' }, storageUri: 's3://models/fraud/6' } } },
  });
  return { namespace, deployment, pod, metrics, argoCd, inferenceService, stop: () => clearInterval(measuring) };
}

/** The status of a pod that runs. */
export function healthy({
  restartCount = 0,
  lastState = {},
}: {
  restartCount?: number;
  lastState?: object;
} = {}): object {
  const startedAt = '2026-11-20T10:00:00Z';
  return {
    phase: 'Running',
    startTime: startedAt,
    conditions: ['PodScheduled', 'Ready'].map((type) => ({ type, status: 'True', lastTransitionTime: startedAt })),
    containerStatuses: [
      {
        name: 'app',
        state: { running: { startedAt } },
        lastState,
        ready: true,
        started: true,
        restartCount,
        image: oldImage,
        imageID: oldImage,
      },
    ],
  };
}

function uidOf(metadata: unknown): string {
  return (metadata as { uid: string }).uid;
}
