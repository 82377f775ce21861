import { describe, expect, it } from 'vitest';
import type { JsonRecord } from '../../../src/programs/json-value';
import { lookAt } from '../../../src/programs/pods/generation-troubles';
import { patience } from '../../../src/programs/pods/patience';
import { worst } from '../../../src/programs/pods/pod-trouble';
import type { Generation } from '../../../src/programs/workload/generation';
import { condition, container, now, pod, running, terminated, waiting } from './pod';

const generation = (pods: readonly JsonRecord[], wanted = 1): Generation => ({
  id: 'uid-new',
  name: 'fraud-new',
  wanted,
  containers: ['app'],
  runs: [],
  annotations: {},
  selector: 'app=fraud',
  pods,
  older: 0,
});

/** The verdict, and when it counts: `now`, after a minute (`stays`), or at the deadline. */
function judged(pods: readonly JsonRecord[], wanted?: number): string {
  const { troubles } = lookAt(generation(pods, wanted), undefined, now);
  const trouble = worst(troubles);
  if (trouble === undefined) return 'healthy';
  const when = { now: 'now', 'when-it-stays': 'stays', 'at-the-deadline': 'deadline' }[trouble.counts];
  return `${trouble.verdict} ${when}`;
}

const oom = terminated(137, 'OOMKilled');
const crash = terminated(1, 'Error');
const done = terminated(0, 'Completed');
const created = { containers: [container('app', { state: waiting('ContainerCreating') })], phase: 'Pending' };
const initialising = container('app', { state: waiting('PodInitializing') });
const late = { running: { startedAt: '2026-11-20T10:09:40Z' } };

const table: readonly (readonly [string, string, JsonRecord])[] = [
  ['runs and is ready', 'healthy', pod()],
  ['runs two containers', 'healthy', pod({ containers: [container('app'), container('istio-proxy')] })],
  // The state says running; what killed it stands in lastState only.
  [
    'was OOMKilled and runs again',
    'fail now',
    pod({ containers: [container('app', { lastState: oom, restarts: 1 })] }),
  ],
  ['is OOMKilled right now', 'fail now', pod({ containers: [container('app', { state: oom })] })],
  [
    'was killed with 137, and the runtime did not see that it was memory',
    'fail now',
    pod({ containers: [container('app', { lastState: terminated(137, 'Error'), restarts: 1 })] }),
  ],
  [
    'was killed by a signal',
    'fail now',
    pod({ containers: [container('app', { lastState: terminated(0, 'Error', { signal: 9 }), restarts: 1 })] }),
  ],
  [
    'was stopped by its liveness probe and ended with 143',
    'fail now',
    pod({ containers: [container('app', { lastState: terminated(143, 'Error'), restarts: 1 })] }),
  ],
  [
    'crashed once and runs again',
    'fail now',
    pod({ containers: [container('app', { lastState: crash, restarts: 1 })] }),
  ],
  [
    'is in CrashLoopBackOff, in phase Running',
    'fail now',
    pod({ containers: [container('app', { state: waiting('CrashLoopBackOff'), lastState: crash, restarts: 5 })] }),
  ],
  [
    'ends by itself again and again',
    'fail now',
    pod({ containers: [container('app', { state: waiting('CrashLoopBackOff'), lastState: done, restarts: 5 })] }),
  ],
  [
    'has a sidecar that crashed, while its app is well',
    'fail now',
    pod({ containers: [container('app'), container('proxy', { lastState: crash, restarts: 1 })] }),
  ],
  [
    'ended by itself once and was started again',
    'healthy',
    pod({ containers: [container('app', { lastState: done, restarts: 1 })] }),
  ],
  [
    'was restarted for a reason that is no longer kept',
    'inconclusive now',
    pod({ containers: [container('app', { restarts: 2 })] }),
  ],
  [
    'was lost by its node',
    'error now',
    pod({ containers: [container('app', { lastState: terminated(137, 'ContainerStatusUnknown'), restarts: 1 })] }),
  ],
  [
    'came back after its node was restarted',
    'error now',
    pod({ containers: [container('app', { lastState: terminated(255, 'Unknown'), restarts: 1 })] }),
  ],
  ...[
    'ErrImagePull',
    'ImagePullBackOff',
    'ErrImageNeverPull',
    'CreateContainerConfigError',
    'CreateContainerError',
  ].map(
    (reason) =>
      [
        `waits with ${reason}`,
        'fail stays',
        pod({ phase: 'Pending', containers: [container('app', { state: waiting(reason) })] }),
      ] as const,
  ),
  ...['InvalidImageName', 'RunContainerError', 'PostStartHookError'].map(
    (reason) =>
      [
        `waits with ${reason}`,
        'fail now',
        pod({ phase: 'Pending', containers: [container('app', { state: waiting(reason) })] }),
      ] as const,
  ),
  [
    'could not be started by its runtime',
    'fail now',
    pod({ containers: [container('app', { state: terminated(128, 'StartError') })] }),
  ],
  [
    'waits with a reason of a later Kubernetes',
    'error deadline',
    pod({ phase: 'Pending', containers: [container('app', { state: waiting('NewReason') })] }),
  ],
  ['is still being created', 'error deadline', pod(created)],
  [
    'is Unschedulable',
    'error deadline',
    pod({
      phase: 'Pending',
      containers: [],
      declared: ['app'],
      conditions: [
        condition('PodScheduled', 'False', 'Unschedulable', '0/3 nodes are available: 3 Insufficient memory.'),
      ],
    }),
  ],
  [
    'waits for a scheduling gate',
    'error deadline',
    pod({
      phase: 'Pending',
      containers: [],
      declared: ['app'],
      conditions: [condition('PodScheduled', 'False', 'SchedulingGated')],
    }),
  ],
  [
    'has an init container that is done',
    'healthy',
    pod({ init: [container('load-model', { state: done, ready: true })] }),
  ],
  [
    'has an init container that succeeded on its second try',
    'healthy',
    pod({ init: [container('wait-for-db', { state: done, lastState: crash, restarts: 1, ready: true })] }),
  ],
  [
    'has an init container that was OOMKilled before it succeeded',
    'fail now',
    pod({ init: [container('load-model', { state: done, lastState: oom, restarts: 1, ready: true })] }),
  ],
  [
    'has an init container in a crash loop, in phase Pending',
    'fail now',
    pod({
      phase: 'Pending',
      init: [container('storage-initializer', { state: waiting('CrashLoopBackOff'), lastState: crash, restarts: 3 })],
      containers: [initialising],
    }),
  ],
  [
    'has an init container that just failed',
    'fail now',
    pod({ phase: 'Pending', init: [container('storage-initializer', { state: crash })], containers: [initialising] }),
  ],
  [
    'has an init container whose image is missing',
    'fail stays',
    pod({
      phase: 'Pending',
      init: [container('load-model', { state: waiting('ImagePullBackOff') })],
      containers: [initialising],
    }),
  ],
  [
    'has an init container that still runs',
    'error deadline',
    pod({ phase: 'Pending', init: [container('load-model', { ready: false })], containers: [initialising] }),
  ],
  ['has a native sidecar that runs', 'healthy', pod({ init: [container('proxy')], native: ['proxy'] })],
  [
    'has a native sidecar that crashed',
    'fail now',
    pod({ init: [container('proxy', { lastState: crash, restarts: 1 })], native: ['proxy'] }),
  ],
  [
    'has a native sidecar that does not get ready',
    'fail deadline',
    pod({ init: [container('proxy', { ready: false })], native: ['proxy'] }),
  ],
  [
    'has run for minutes and never gets ready',
    'fail deadline',
    pod({ containers: [container('app', { ready: false })] }),
  ],
  [
    'started some seconds ago and is not ready yet',
    'error deadline',
    pod({ containers: [container('app', { state: late, ready: false })] }),
  ],
  [
    'runs since nobody knows when, and is not ready',
    'error deadline',
    pod({ containers: [container('app', { state: { running: {} }, ready: false })] }),
  ],
  [
    'waits for a readiness gate of someone else',
    'error deadline',
    pod({ conditions: [condition('PodScheduled', 'True'), condition('Ready', 'False', 'ReadinessGatesNotReady')] }),
  ],
  ['says nothing about being ready', 'error deadline', pod({ conditions: [] })],
  ['is on a node that does not report', 'error deadline', pod({ phase: 'Unknown' })],
  [
    'was evicted for a limit of its own',
    'fail now',
    pod({
      phase: 'Failed',
      status: {
        reason: 'Evicted',
        message: 'Pod ephemeral local storage usage exceeds the total limit of containers 1Gi.',
      },
    }),
  ],
  [
    'was evicted from a full node, and nothing stands in for it',
    'error deadline',
    pod({
      phase: 'Failed',
      status: { reason: 'Evicted', message: 'The node was low on resource: memory. Container app was using 300Mi' },
    }),
  ],
  [
    'was rejected by its node',
    'error deadline',
    pod({ phase: 'Failed', containers: [], declared: ['app'], status: { reason: 'OutOfmemory' } }),
  ],
  [
    'ended with its node',
    'error deadline',
    pod({
      phase: 'Failed',
      status: { reason: 'Terminated', message: 'Pod was terminated in response to node shutdown' },
    }),
  ],
  ['failed with a crash', 'fail now', pod({ phase: 'Failed', containers: [container('app', { state: crash })] })],
  ['failed and nobody knows why', 'error now', pod({ phase: 'Failed', containers: [container('app')] })],
];

describe('a pod that', () => {
  it.each(table)('%s: %s', (_, expected, one) => {
    expect(judged([one])).toBe(expected);
  });

  it('is missing leaves its ReplicaSet with fewer pods than wanted', () => {
    expect(judged([], 1)).toBe('error deadline');
    expect(judged([pod()], 2)).toBe('error deadline');
    expect(judged([pod(), pod({ name: 'fraud-new-2' })], 2)).toBe('healthy');
  });

  it('stands in for one that was evicted makes up for it, and the eviction is noted', () => {
    const status = { reason: 'Evicted', message: 'The node was low on resource: memory.' };
    const evicted = pod({ name: 'fraud-new-2', phase: 'Failed', status });
    expect(judged([pod(), evicted])).toBe('healthy');
    expect(lookAt(generation([pod(), evicted]), undefined, now).notes).toEqual([
      'fraud-new-2 ended: Evicted: The node was low on resource: memory.',
    ]);
  });

  it('crashes outweighs one that finds no node', () => {
    const unschedulable = pod({ phase: 'Pending', conditions: [condition('PodScheduled', 'False', 'Unschedulable')] });
    const crashed = pod({ name: 'fraud-new-2', containers: [container('app', { lastState: crash, restarts: 1 })] });
    expect(judged([unschedulable, crashed], 2)).toBe('fail now');
  });

  it('runs but has no status for one of its containers is no answer to go by', () => {
    expect(() => judged([pod({ declared: ['app', 'proxy'] })])).toThrow(/runs, but says nothing about proxy/);
  });

  it('tells what happened, in words', () => {
    const looping = container('app', {
      state: waiting('CrashLoopBackOff', 'back-off 5m0s'),
      lastState: oom,
      restarts: 4,
    });
    expect(worst(lookAt(generation([pod({ containers: [looping] })]), undefined, now).troubles)).toMatchObject({
      where: 'fraud-new-1/app',
      what: 'was killed for its use of memory (OOMKilled); it crashes again and again (CrashLoopBackOff): back-off 5m0s',
    });
  });
});

describe('a second look', () => {
  const restarted = (restarts: number, lastState = done) =>
    pod({ containers: [container('app', { lastState, restarts })] });
  const second = (one: JsonRecord, before: Readonly<Record<string, number>>) =>
    worst(lookAt(generation([one]), () => before, now).troubles);

  it('holds a restart against the candidate, however it ended', () => {
    expect(second(restarted(1), {})).toMatchObject({ verdict: 'fail', what: 'was restarted once during the checks' });
    expect(second(restarted(5), { app: 2 })).toMatchObject({ what: 'was restarted 3 times during the checks' });
    expect(second(pod({ containers: [container('app', { restarts: 1 })] }), {})).toMatchObject({ verdict: 'fail' });
  });

  it('does not hold an older one against it again', () => {
    expect(second(restarted(2), { app: 2 })).toBeUndefined();
  });

  it('sees the restart of a sidecar', () => {
    const one = pod({ init: [container('proxy', { lastState: done, restarts: 1 })], native: ['proxy'] });
    expect(second(one, {})).toMatchObject({ where: 'fraud-new-1/proxy', verdict: 'fail' });
  });
});

describe('patience', () => {
  const pulling = (reason: string) =>
    lookAt(
      generation([pod({ phase: 'Pending', containers: [container('app', { state: waiting(reason) })] })]),
      undefined,
      now,
    ).troubles;
  const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);

  it('waits a minute for an image, whatever the kubelet calls it in between', () => {
    const counted = patience();
    expect(counted(pulling('ErrImagePull'), later(0))).toBeUndefined();
    expect(counted(pulling('ImagePullBackOff'), later(59))).toBeUndefined();
    expect(counted(pulling('ErrImagePull'), later(60))).toMatchObject({ verdict: 'fail' });
  });

  it('begins anew when it came in between', () => {
    const counted = patience();
    counted(pulling('ErrImagePull'), later(0));
    counted([], later(30));
    expect(counted(pulling('ErrImagePull'), later(61))).toBeUndefined();
  });

  it('has none for a crash, and does not end for what may still come', () => {
    const counted = patience();
    expect(counted(lookAt(generation([pod(created)]), undefined, now).troubles, later(0))).toBeUndefined();
    expect(counted(lookAt(generation([pod(created)]), undefined, now).troubles, later(600))).toBeUndefined();
    const crashed = pod({ containers: [container('app', { state: running, lastState: crash, restarts: 1 })] });
    expect(counted(lookAt(generation([crashed]), undefined, now).troubles, later(0))).toMatchObject({
      verdict: 'fail',
    });
  });
});
