import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { graphOf } from '../core/builder/add-step';
import { checkProps } from '../core/check-props';
import type { ContainerSpec } from '../core/container/container';
import type { Identity } from '../core/container/identity';
import type { Resources } from '../core/container/resources';
import { tasksOf } from '../core/graph/tasks-of';
import type { TaskGraph } from '../core/task';
import { managed } from '../engines/kubernetes/account';
import { lowerContainer, type Words } from '../engines/kubernetes/container';
import { emitFiles } from '../engines/kubernetes/files';
import type { Platform } from '../engines/kubernetes/platform';
import { podSecurity } from '../engines/kubernetes/pod-security';
import { podVolumes } from '../engines/kubernetes/pod-volumes';
import type { Container, DeploymentSpec, PodSpec, Probe, StatefulSetSpec } from '../schemas/kubernetes/types';
import type { EnsuredBuckets } from './object-store';
import type { Limits } from './workload';

/** One of the servers of a `ReferencePlatform`, of which there is one pod. @internal */
export interface PlatformServer {
  /** Of its workload, its Service and its account. */
  readonly name: string;
  readonly container: ContainerSpec;
  /** What must have ended well before it starts. @default - nothing */
  readonly before?: EnsuredBuckets | undefined;
  readonly identity: Identity;
  /** By the names that probes and policies know them by. */
  readonly ports: { readonly [name: string]: number };
  readonly probes: { readonly startup: Probe; readonly readiness: Probe; readonly liveness: Probe };
  /** Whether it has a claim, which two pods must never write to. */
  readonly keepsData: boolean;
  /** Time for it to stop by itself. */
  readonly graceSeconds: number;
}

/** How its Service, its workload and policies find its pods. @internal */
export function podLabels(name: string): { readonly [label: string]: string } {
  return { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'reference-platform' };
}

/** A server that is given other limits has all of that memory for itself. @internal */
export function serverResources(
  request: string,
  usual: { readonly cpu: string; readonly memory: string },
  given: Limits | undefined,
  what: string,
  at: string,
): Resources {
  if (given !== undefined) checkProps(given, ['cpu', 'memory'], `the limits of ${what}`, at);
  const { cpu = usual.cpu, memory = usual.memory } = given ?? {};
  return {
    cpu: { request: '100m', limit: cpu },
    memory: { request: given?.memory === undefined ? request : memory, limit: memory },
  };
}

/** Nothing here is known only in a run. */
const words: Words = {
  text: (value) => String(value),
  runName: () => {
    throw new Error('a server has no run');
  },
};

/**
 * Its account without a token, its Service, and its workload: a StatefulSet where data is kept, else a Deployment. Either has
 * the same name in each synth and no field that can't be changed later, so that it can be applied again and again.
 *
 * @internal
 */
export function emitServer(scope: Construct, namespace: string, server: PlatformServer, platform: Platform): ApiObject {
  const { name, ports } = server;
  const labels = podLabels(name);
  const metadata = { name, namespace, labels: { ...managed, ...labels } };
  new ApiObject(scope, 'account', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata,
    automountServiceAccountToken: false,
  });
  const before = server.before === undefined ? [] : tasksOf(graphOf(server.before, scope.node.path));
  emitFiles(scope, namespace, before);
  const shared = {
    replicas: 1,
    selector: { matchLabels: labels },
    template: { metadata: { labels: metadata.labels }, spec: podSpec(server, before, platform) },
  };
  // A claim of its own, not a template of one: templates of a StatefulSet can't be changed.
  const stateful: StatefulSetSpec = {
    serviceName: name,
    podManagementPolicy: 'Parallel',
    updateStrategy: { type: 'RollingUpdate' },
    ...shared,
  };
  const stateless: DeploymentSpec = { strategy: { type: 'Recreate' }, ...shared };
  const workload = new ApiObject(scope, 'Resource', {
    apiVersion: 'apps/v1',
    kind: server.keepsData ? 'StatefulSet' : 'Deployment',
    metadata,
    spec: server.keepsData ? stateful : stateless,
  });
  new ApiObject(scope, 'service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: {
      selector: labels,
      ports: Object.entries(ports).map(([port, number]) => ({
        name: port,
        port: number,
        targetPort: port,
        protocol: 'TCP',
      })),
    },
  });
  return workload;
}

function podSpec(
  { name, container, ...server }: PlatformServer,
  before: readonly TaskGraph[],
  platform: Platform,
): PodSpec {
  const volumes = podVolumes([container, ...before], []);
  const lower = (spec: ContainerSpec, writesOutputs: boolean) =>
    lowerContainer(spec, false, writesOutputs, words, volumes);
  const main: Container = {
    name,
    ...lower(container, false),
    ports: Object.entries(server.ports).map(([port, containerPort]) => ({
      name: port,
      containerPort,
      protocol: 'TCP',
    })),
    startupProbe: server.probes.startup,
    readinessProbe: server.probes.readiness,
    livenessProbe: server.probes.liveness,
  };
  return {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    // MLflow and MinIO read variables that Kubernetes would set for Services of these names: MLFLOW_PORT=tcp://…
    enableServiceLinks: false,
    terminationGracePeriodSeconds: server.graceSeconds,
    securityContext: podSecurity(server.identity, platform),
    ...(before.length === 0
      ? {}
      : { initContainers: before.map((task) => ({ name: task.name, ...lower(task, true) })) }),
    containers: [main],
    volumes: volumes.all(),
  };
}
