import { afterEach, describe, expect, it } from 'vitest';
import type { JsonRecord } from '../../../src/programs/json-value';
import { inTurn, json, type Reply, text } from '../candidate';
import { type FakeApi, fakeApi } from '../kubernetes/fake-api';
import { condition, container, pod, running, terminated, waiting } from '../pods/pod';
import { type Run, runProgram } from '../run-program';
import { deployment, measured, namespace, oldPod, paths, replicaSet, rolledOut } from '../workload/rollout';

let api: FakeApi;
afterEach(() => api.close());

/** Measurements that go on in steps of 15 seconds, whenever they are asked for. */
const metrics =
  (usage?: object, names: readonly string[] = ['fraud-new-1'], containers?: readonly string[]): Reply =>
  (response, count, ...rest) =>
    json({ metadata: {}, items: names.map((name) => measured(name, count, usage, containers)) })(
      response,
      count,
      ...rest,
    );

async function check(
  objects: Readonly<Record<string, JsonRecord>>,
  { measurements = metrics(), environment = {} }: { measurements?: Reply; environment?: Record<string, string> } = {},
): Promise<Run> {
  api = await fakeApi(objects);
  api.on(paths.metrics, measurements);
  return runProgram('check-pods', {
    ...api.environment,
    NAMESPACE: namespace,
    WORKLOAD: 'deployment/fraud',
    PHASE: 'before',
    DEADLINE_SECONDS: '12',
    SAMPLE_SECONDS: '0.02',
    ...environment,
  });
}

const baseline = 'v1:uid-new:uid-of-fraud-new-1';
const after = { environment: { PHASE: 'after', BASELINE: baseline } };
const oom = terminated(137, 'OOMKilled');
const verdictOf = (run: Run): string => `${run.outputs.verdict} ${run.exit}`;

describe('check-pods with declared limits', () => {
  const declared = (limits: object, more: Record<string, string> = {}) => ({
    environment: { LIMITS: JSON.stringify(limits), ...more },
  });
  const two = ['app', 'proxy'];
  const crashed = [container('app', { lastState: oom, restarts: 1 })];

  it.each([
    ['the same', { cpu: '500m', memory: '256Mi' }, {}],
    ['the same in other words', { cpu: '0.5', memory: '268435456' }, {}],
    ['one of them', { memory: '256Mi' }, {}],
    ['those of the container that is named', { memory: '256Mi' }, { CONTAINER: 'app' }],
  ])('passes %s', async (_, limits, more) => {
    expect(verdictOf(await check(rolledOut(), declared(limits, more)))).toBe('pass 0');
  });

  it.each([
    ['more', pod({ limits: { cpu: '500m', memory: '512Mi' } }), 'memory has a limit of 512Mi, and 256Mi is declared'],
    ['less', pod({ limits: { cpu: '250m', memory: '256Mi' } }), 'cpu has a limit of 250m, and 500m is declared'],
    ['none', pod({ limits: { memory: '256Mi' } }), 'cpu has no limit, and 500m is declared'],
    [
      'less, and was killed for it',
      pod({ limits: { cpu: '500m', memory: '64Mi' }, containers: crashed }),
      'memory has a limit of 64Mi, and 256Mi is declared',
    ],
  ])('is an error, and no fault of the candidate, where a pod has %s', async (_, live, reason) => {
    const run = await check(rolledOut([live]), declared({ cpu: '500m', memory: '256Mi' }));
    expect(verdictOf(run)).toBe('error 1');
    expect(run.outputs.reason).toBe(`fraud-new-1/app: ${reason}`);
  });

  it('compares every pod', async () => {
    const pods = [pod(), pod({ name: 'fraud-new-2', limits: { memory: '1Gi' } })];
    const run = await check(rolledOut(pods), declared({ memory: '256Mi' }));
    expect(run.outputs.reason).toBe('fraud-new-2/app: memory has a limit of 1024Mi, and 256Mi is declared');
  });

  it('still fails a candidate that its declared limit kills', async () => {
    expect(verdictOf(await check(rolledOut([pod({ containers: crashed })]), declared({ memory: '256Mi' })))).toBe(
      'fail 0',
    );
  });

  it('wants to know of which container, where there is a choice', async () => {
    const pods = [pod({ containers: two.map((name) => container(name)) })];
    const template = { spec: { containers: two.map((name) => ({ name, image: 'ghcr.io/acme/fraud:1.0.5' })) } };
    const set = { ...replicaSet('new'), spec: { template } };
    const objects = { ...rolledOut(pods), [`${paths.replicaSets}/fraud-new`]: set };
    expect((await check(objects, declared({ memory: '256Mi' }))).outputs.reason).toBe(
      'fraud-new has the containers app, proxy, and CONTAINER does not say which is declared',
    );
    const other = await check(objects, declared({ memory: '256Mi' }, { CONTAINER: 'web' }));
    expect(other.outputs.reason).toBe('fraud-new has no container web, of which limits are declared');
  });

  it.each(['{}', '[]', '{"cpu":"0"}', '{"memory":"lots"}', '{"gpu":"1"}', 'null', '{'])(
    'refuses LIMITS=%s',
    async (limits) => {
      const run = await check(rolledOut(), { environment: { LIMITS: limits } });
      expect(verdictOf(run)).toBe('error 1');
      expect(run.outputs.reason).toContain('LIMITS: ');
    },
  );
});

describe('check-pods before the load', () => {
  it('passes pods that run within their limits, and leaves a baseline', async () => {
    const run = await check(rolledOut());
    expect(run.outputs).toMatchObject({
      verdict: 'pass',
      reason: 'the pod of fraud-new ran as expected, memory and CPU are within their limits',
      baseline,
    });
    expect(run.exit).toBe(0);
    expect(JSON.parse(run.outputs['evidence.json'] ?? '')).toMatchObject({
      phase: 'before',
      generation: { name: 'fraud-new', wanted: 1, older: 0 },
      usage: [{ pod: 'fraud-new-1', container: 'app', samples: 3, memory: 150 * 2 ** 20, cpu: 0.12 }],
    });
  });

  it('names restarts in the baseline that are not held against the candidate', async () => {
    const containers = [container('app', { lastState: terminated(0, 'Completed'), restarts: 2 })];
    const run = await check(rolledOut([pod({ containers })]));
    expect(run.outputs.baseline).toBe('v1:uid-new:uid-of-fraud-new-1/app=2');
  });

  it('leaves no baseline unless it passes', async () => {
    const run = await check(rolledOut([pod({ containers: [container('app', { lastState: oom, restarts: 1 })] })]));
    expect(Object.keys(run.outputs).sort()).toEqual(['evidence.json', 'reason', 'verdict']);
  });

  it('fails a pod that was OOMKilled and runs again, of which the phase says Running', async () => {
    const run = await check(rolledOut([pod({ containers: [container('app', { lastState: oom, restarts: 1 })] })]));
    expect(verdictOf(run)).toBe('fail 0');
    expect(run.outputs.reason).toBe('fraud-new-1/app: was killed for its use of memory (OOMKilled)');
  });

  it('looks at every pod, not only at the first', async () => {
    const second = pod({ name: 'fraud-new-2', containers: [container('app', { lastState: oom, restarts: 1 })] });
    expect(verdictOf(await check(rolledOut([pod(), second])))).toBe('fail 0');
  });

  it('ignores the pods of an older version, whatever they did', async () => {
    const crashed = oldPod({ containers: [container('app', { state: waiting('CrashLoopBackOff'), lastState: oom })] });
    const objects = { ...rolledOut(), [`${paths.pods}/fraud-old-1`]: crashed };
    expect(verdictOf(await check(objects))).toBe('pass 0');
  });

  it('does not take an old pod for the new one that is missing', async () => {
    const objects = { ...rolledOut([]), [paths.deployment]: deployment(), [`${paths.pods}/fraud-old-1`]: oldPod() };
    const run = await check(objects, { environment: { DEADLINE_SECONDS: '1.5' } });
    expect(verdictOf(run)).toBe('error 1');
    expect(run.outputs.reason).toBe('fraud-new: has 0 of 1 pods');
  });

  it('ignores a new pod that is being deleted, and wants another in its place', async () => {
    const leaving = pod({ name: 'fraud-new-2', metadata: { deletionTimestamp: '2026-11-20T10:00:00Z' } });
    expect(verdictOf(await check({ ...rolledOut(), [`${paths.pods}/fraud-new-2`]: leaving }))).toBe('pass 0');
  });

  it('waits for a pod that is still starting', async () => {
    const objects = rolledOut([
      pod({ phase: 'Pending', containers: [container('app', { state: waiting('ContainerCreating') })] }),
    ]);
    const run = check(objects);
    setTimeout(() => api.objects.set(`${paths.pods}/fraud-new-1`, pod()), 300);
    expect(verdictOf(await run)).toBe('pass 0');
  });

  it.each([
    ['no pods', 'inconclusive 0', 'fraud-new has no pods, so there is nothing to judge', rolledOut([])],
    [
      'an Unschedulable pod',
      'error 1',
      'fraud-new-1: no node takes it (Unschedulable): Insufficient memory',
      rolledOut([
        pod({
          phase: 'Pending',
          containers: [],
          declared: ['app'],
          conditions: [condition('PodScheduled', 'False', 'Unschedulable', 'Insufficient memory')],
        }),
      ]),
    ],
    [
      'a pod that never gets ready',
      'fail 0',
      /^fraud-new-1\/app: has run for \d+ s and does not get ready$/,
      rolledOut([pod({ containers: [container('app', { ready: false })] })]),
    ],
    [
      'an image that is not there at the deadline',
      'fail 0',
      "fraud-new-1/app: its image can't be pulled (ImagePullBackOff)",
      rolledOut([pod({ phase: 'Pending', containers: [container('app', { state: waiting('ImagePullBackOff') })] })]),
    ],
    ['no Deployment', 'error 1', 'there is no Deployment fraud in namespace fraud-staging', {}],
    [
      'a generation that its controller has not seen',
      'error 1',
      "the Deployment's controller has not seen generation 4 of fraud yet",
      { ...rolledOut(), [paths.deployment]: deployment({ status: { observedGeneration: 3 } }) },
    ],
    [
      'a paused Deployment',
      'error 1',
      'the Deployment fraud is paused',
      { ...rolledOut(), [paths.deployment]: deployment({ spec: { paused: true } }) },
    ],
    [
      'a quota that keeps pods from being made',
      'error 1',
      "fraud-new: has 0 of 1 pods; its pods can't be made: exceeded quota",
      {
        [paths.deployment]: deployment(),
        [`${paths.replicaSets}/fraud-new`]: replicaSet('new', {
          status: { conditions: [condition('ReplicaFailure', 'True', 'FailedCreate', 'exceeded quota')] },
        }),
      },
    ],
  ] as const)('with %s ends with %s', async (_, verdict, reason, objects) => {
    const run = await check(objects, { environment: { DEADLINE_SECONDS: '1.5' } });
    expect(run.outputs.reason).toMatch(reason);
    expect(verdictOf(run)).toBe(verdict);
  });

  it('ends with error when another version is rolled out meanwhile', async () => {
    const objects = rolledOut();
    const run = check(objects, { measurements: json({ metadata: {}, items: [] }) });
    setTimeout(() => {
      api.objects.set(`${paths.replicaSets}/fraud-newer`, {
        ...replicaSet('new'),
        metadata: { ...(replicaSet('new').metadata as object), name: 'fraud-newer', uid: 'uid-newer' },
      });
      api.objects.delete(`${paths.replicaSets}/fraud-new`);
    }, 500);
    expect((await run).outputs).toMatchObject({
      verdict: 'error',
      reason: /fraud-newer was rolled out during the checks/,
    });
  });
});

describe('check-pods after the load', () => {
  it('passes pods that were not restarted since', async () => {
    expect(verdictOf(await check(rolledOut(), after))).toBe('pass 0');
  });

  it('fails a restart in between, however the container ended', async () => {
    const containers = [container('app', { lastState: terminated(0, 'Completed'), restarts: 1 })];
    const run = await check(rolledOut([pod({ containers })]), after);
    expect(run.outputs).toMatchObject({
      verdict: 'fail',
      reason: 'fraud-new-1/app: was restarted once during the checks',
    });
  });

  it('does not count a restart twice', async () => {
    const containers = [container('app', { lastState: terminated(0, 'Completed'), restarts: 2 })];
    const environment = { PHASE: 'after', BASELINE: `${baseline}/app=2` };
    expect(verdictOf(await check(rolledOut([pod({ containers })]), { environment }))).toBe('pass 0');
  });

  it('can not tell when a pod that was measured is gone', async () => {
    const run = await check(rolledOut([pod({ name: 'fraud-new-2' })]), after);
    expect(verdictOf(run)).toBe('error 1');
    expect(run.outputs.reason).toBe(
      'fraud-new: lost 1 of 1 pods during the checks, and nobody can say what became of them',
    );
  });

  it('does not miss pods that were scaled down', async () => {
    const environment = { PHASE: 'after', BASELINE: `${baseline},uid-of-fraud-new-2` };
    expect(verdictOf(await check(rolledOut(), { environment }))).toBe('pass 0');
  });

  it('ends with error when another version runs now', async () => {
    const environment = { PHASE: 'after', BASELINE: 'v1:uid-before:uid-of-fraud-new-1' };
    expect(verdictOf(await check(rolledOut(), { environment }))).toBe('error 1');
  });

  it.each([
    ['', /BASELINE is not set, and without it no restart/],
    ['none', /BASELINE: expected the output `baseline`/],
    ['v1:uid-new:', /BASELINE: expected/],
    ['v1:uid-new:a/app=x', /BASELINE: expected/],
    ['v1::a', /BASELINE: expected/],
  ])('is not judged against nothing: %j', async (text, reason) => {
    const run = await check(rolledOut(), { environment: { PHASE: 'after', BASELINE: text } });
    expect(verdictOf(run)).toBe('error 1');
    expect(run.outputs.reason).toMatch(reason);
    expect(api.requests).toEqual([]);
  });
});

describe('what pods use', () => {
  it.each([
    ['just below the limit', {}, { cpu: '499m', memory: '255Mi' }, 'pass 0'],
    ['at the limit', {}, { cpu: '1m', memory: '256Mi' }, 'fail 0'],
    ['at the limit in another unit', {}, { cpu: '1m', memory: '268435456' }, 'fail 0'],
    ['in the headroom', { MEMORY_HEADROOM_PERCENT: '20' }, { cpu: '1m', memory: '205Mi' }, 'fail 0'],
    ['below the headroom', { MEMORY_HEADROOM_PERCENT: '20' }, { cpu: '1m', memory: '204Mi' }, 'pass 0'],
    ['CPU at its limit, which is a warning', {}, { cpu: '500m', memory: '1Mi' }, 'pass 0'],
    ['CPU at its limit, where that decides', { CPU: 'fail' }, { cpu: '500m', memory: '1Mi' }, 'fail 0'],
    ['CPU in nanocores', { CPU: 'fail' }, { cpu: '499999999n', memory: '1Mi' }, 'pass 0'],
    ['CPU in the headroom', { CPU: 'fail', CPU_HEADROOM_PERCENT: '10' }, { cpu: '460m', memory: '1Mi' }, 'fail 0'],
    ['NaN', {}, { cpu: 'NaN', memory: 'NaN' }, 'inconclusive 0'],
    ['numbers that are none', {}, { cpu: 0.1, memory: 1024 }, 'inconclusive 0'],
    ['nothing', {}, {}, 'inconclusive 0'],
    ['less than nothing', {}, { cpu: '-1', memory: '-5Mi' }, 'inconclusive 0'],
    ['no memory, which is no measurement', {}, { cpu: '1m', memory: '0' }, 'inconclusive 0'],
  ])('is %s: %j %j: %s', async (_, environment, usage, verdict) => {
    const run = await check(rolledOut(), {
      measurements: metrics(usage),
      environment: { DEADLINE_SECONDS: verdict === 'inconclusive 0' ? '1.5' : '12', ...environment },
    });
    expect(verdictOf(run)).toBe(verdict);
  });

  it('reports a warning where everybody sees it', async () => {
    const run = await check(rolledOut(), { measurements: metrics({ cpu: '510m', memory: '100Mi' }) });
    expect(run.outputs.reason).toContain('; warning: fraud-new-1/app: CPU was at 510 millicores of 500 millicores');
    expect(run.stdout).toContain('warning: fraud-new-1/app: CPU was at 510 millicores');
    expect(JSON.parse(run.outputs['evidence.json'] ?? '')).toMatchObject({
      warnings: [expect.stringContaining('CPU was at')],
    });
  });

  it('counts at its most, not at its last', async () => {
    const measurements = inTurn(metrics({ cpu: '1m', memory: '300Mi' }), metrics({ cpu: '1m', memory: '9Mi' }));
    expect(verdictOf(await check(rolledOut(), { measurements }))).toBe('fail 0');
  });

  it.each<[string, Reply | undefined, JsonRecord, RegExp]>([
    [
      'no metrics-server',
      text('404 page not found', { status: 404 }),
      pod(),
      /no metrics\.k8s\.io, install metrics-server/,
    ],
    ['metrics of other pods only', metrics(undefined, ['other']), pod(), /too few measurements of fraud-new-1/],
    [
      'one measurement that is read again and again',
      json({ metadata: {}, items: [measured('fraud-new-1', 1)] }),
      pod(),
      /too few measurements of fraud-new-1/,
    ],
    [
      'measurements of one container of two',
      undefined,
      pod({ containers: [container('app'), container('worker')] }),
      /too few measurements/,
    ],
    ['no memory limit', undefined, pod({ limits: { cpu: '1' } }), /fraud-new-1\/app: memory has no limit/],
  ])('can not be judged with %s', async (_, measurements, one, reason) => {
    const objects = rolledOut([one]);
    const both = { template: { spec: one.spec } };
    objects[`${paths.replicaSets}/fraud-new`] = { ...replicaSet('new'), spec: both };
    const run = await check(objects, {
      ...(measurements === undefined ? {} : { measurements }),
      environment: { DEADLINE_SECONDS: '1.5' },
    });
    expect(run.outputs.reason).toMatch(reason);
    expect(verdictOf(run)).toBe('inconclusive 0');
  });

  it('leaves out containers that a webhook put in: their limits are not of the candidate', async () => {
    const injected = pod({ containers: [container('app'), container('istio-proxy', { state: running })] });
    expect(verdictOf(await check(rolledOut([injected])))).toBe('pass 0');
  });

  it('needs three measurements of each pod, and says how many that is in its contract', async () => {
    const run = await check(rolledOut(), { environment: { MIN_SAMPLES: '2' } });
    expect(run.outputs.reason).toBe('MIN_SAMPLES: expected samples from 3 to 1000, found "2"');
  });

  it('waits for a metrics-server that is away for a moment', async () => {
    const measurements = inTurn(text('unavailable', { status: 503 }), metrics());
    expect(verdictOf(await check(rolledOut(), { measurements }))).toBe('pass 0');
  });
});
