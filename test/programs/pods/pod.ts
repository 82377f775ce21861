import type { JsonRecord } from '../../../src/programs/json-value';

/** A moment some minutes after the pods of the tests started. */
export const now = new Date('2026-11-20T10:10:00Z');
const started = '2026-11-20T10:00:00Z';

export const running = { running: { startedAt: started } };
export const waiting = (reason: string, message = '') => ({ waiting: { reason, message } });
export const terminated = (exitCode: number, reason: string, more: object = {}) => ({
  terminated: { exitCode, reason, startedAt: started, finishedAt: started, ...more },
});

/** The status of a container as the kubelet writes it; by default it runs and was never restarted. */
export function container(
  name: string,
  {
    state = running,
    lastState = {},
    restarts = 0,
    ready = state === running,
  }: { state?: object; lastState?: object; restarts?: number; ready?: boolean } = {},
): JsonRecord {
  const image = 'ghcr.io/acme/fraud:1.0.5';
  return { name, state, lastState, ready, started: ready, restartCount: restarts, image, imageID: image };
}

interface PodOptions {
  readonly name?: string;
  readonly phase?: string;
  readonly containers?: readonly JsonRecord[];
  readonly init?: readonly JsonRecord[];
  /** Init containers that run on beside the others. */
  readonly native?: readonly string[];
  /** Of the containers that are declared; by default those that have a status. */
  readonly declared?: readonly string[];
  readonly status?: object;
  readonly metadata?: object;
  readonly conditions?: readonly object[];
  readonly limits?: object;
}

export const condition = (type: string, status: string, reason = '', message = '') => ({
  type,
  status,
  reason,
  message,
});

/** A pod of ReplicaSet `fraud-new` as the API has it; by default it is healthy. */
export function pod({
  name = 'fraud-new-1',
  phase = 'Running',
  containers = [container('app')],
  init = [],
  native = [],
  declared = containers.map((each) => String(each.name)),
  status = {},
  metadata = {},
  conditions,
  limits = { cpu: '500m', memory: '256Mi' },
}: PodOptions = {}): JsonRecord {
  const ready = phase === 'Running' && containers.every((each) => each.ready === true);
  const image = 'ghcr.io/acme/fraud:1.0.5';
  return {
    metadata: {
      name,
      uid: `uid-of-${name}`,
      labels: { app: 'fraud', 'pod-template-hash': 'new' },
      ownerReferences: [{ kind: 'ReplicaSet', name: 'fraud-new', uid: 'uid-new', controller: true }],
      ...metadata,
    },
    spec: {
      ...(init.length === 0
        ? {}
        : {
            initContainers: init.map(({ name }) => ({
              name,
              image,
              ...(native.includes(String(name)) ? { restartPolicy: 'Always', resources: { limits } } : {}),
            })),
          }),
      containers: declared.map((name) => ({ name, image, resources: { limits } })),
    },
    status: {
      phase,
      conditions: conditions ?? [
        condition('PodScheduled', 'True'),
        condition('Ready', ready ? 'True' : 'False', ready ? '' : 'ContainersNotReady'),
      ],
      ...(init.length === 0 ? {} : { initContainerStatuses: init }),
      ...(containers.length === 0 ? {} : { containerStatuses: containers }),
      ...status,
    },
  };
}
