import type { Container, Pod } from './pod';

/** How one container ended. */
export interface Exit {
  readonly exitCode: number;
  readonly reason?: string;
  readonly message?: string;
}

export type Status = Readonly<Record<string, unknown>>;

export const now = () => new Date().toISOString().replace(/\.\d+Z$/, 'Z');

/** All containers run. */
export function runningStatus({ spec }: Pod): Status {
  const startedAt = now();
  return {
    phase: 'Running',
    startTime: startedAt,
    initContainerStatuses: (spec.initContainers ?? []).map((container) => ended(container, { exitCode: 0 }, startedAt)),
    containerStatuses: spec.containers.map((container) => running(container, startedAt)),
  };
}

/** The status of a container that runs. */
export function running(container: Container, startedAt: string): Status {
  return { ...common(container), ready: true, started: true, state: { running: { startedAt } } };
}

/** All containers ended, `main` and `wait` as told. */
export function endedStatus({ spec, status }: Pod, exits: { readonly main: Exit; readonly wait: Exit }): Status {
  const startedAt = status?.startTime ?? now();
  const failed = exits.main.exitCode !== 0 || exits.wait.exitCode !== 0;
  return {
    phase: failed ? 'Failed' : 'Succeeded',
    containerStatuses: spec.containers.map((container) =>
      ended(container, container.name === 'wait' ? exits.wait : exits.main, startedAt),
    ),
  };
}

/** Ended by the kubelet at the pod's own deadline. */
export function deadlineStatus(pod: Pod): Status {
  const killed = { exitCode: 137, reason: 'Error' };
  return {
    ...endedStatus(pod, { main: killed, wait: killed }),
    reason: 'DeadlineExceeded',
    message: 'Pod was active on the node longer than the specified deadline',
  };
}

export const nodeLostStatus: Status = { phase: 'Failed', reason: 'NodeLost' };

/** Ended by the kubelet, all containers at once: the node needs what it has for others. */
export function evictedStatus(pod: Pod): Status {
  const killed = { exitCode: 137, reason: 'Error' };
  return {
    ...endedStatus(pod, { main: killed, wait: killed }),
    reason: 'Evicted',
    message: 'The node was low on resource: memory.',
  };
}

export const unschedulableStatus: Status = {
  phase: 'Pending',
  conditions: [
    {
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message: '0/1 nodes are available: 1 Insufficient nvidia.com/gpu.',
    },
  ],
};

/** Scheduled, but the image of `main` is not to be had. */
export function cannotPullStatus({ spec }: Pod): Status {
  return {
    phase: 'Pending',
    containerStatuses: spec.containers.map((container) => ({
      ...common(container),
      ready: false,
      state: { waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${container.image}"` } },
    })),
  };
}

/** The status of a container that ended. */
export function ended(container: Container, exit: Exit, startedAt: string): Status {
  const reason = exit.reason ?? (exit.exitCode === 0 ? 'Completed' : 'Error');
  return {
    ...common(container),
    ready: false,
    state: { terminated: { ...exit, reason, startedAt, finishedAt: now() } },
  };
}

function common({ name, image }: Container) {
  return { name, image, imageID: image, restartCount: 0 };
}
