import { describe, expect, it } from 'vitest';
import {
  cannotPull,
  compile,
  fails,
  hangs,
  neverScheduled,
  nodeLost,
  outOfMemory,
  playAlongside,
  simulate,
  succeeds,
} from '../../../src/simulate/index';
import { ends, node, played, task } from './play';

const minutes = ({
  startedAt,
  finishedAt,
}: {
  readonly startedAt?: Date | undefined;
  readonly finishedAt?: Date | undefined;
}): number => Math.round(((finishedAt?.getTime() ?? 0) - (startedAt?.getTime() ?? 0)) / 60_000);

describe('the steps of a task', () => {
  const three = (onError?: string) =>
    task(
      'a',
      { timeout: '30m' },
      {
        steps: [
          { name: 'one', image: 'x', ...(onError !== undefined && { onError }) },
          { name: 'two', image: 'x', when: [{ input: '$(steps.one.results.go)', operator: 'in', values: ['yes'] }] },
          { name: 'three', image: 'x', script: 'echo $(cat $(steps.step-one.exitCode.path)) > $(results.r.path)' },
        ].map((step) => (step.name === 'one' ? { ...step, results: [{ name: 'go' }] } : step)),
      },
    );

  it.each([
    ['yes', ['Succeeded', 'Succeeded', 'Succeeded']],
    ['no', ['Succeeded', 'Skipped', 'Succeeded']],
  ])('read what the first one left: %s', (go, phases) => {
    const run = played([three()], { scenario: { 'a.one': succeeds({ go }) } });
    expect(run.nodes.filter(({ type }) => type === 'Step').map(({ phase }) => phase)).toEqual(phases);
    expect(run.phase).toBe('Succeeded');
  });

  it('end with the first that fails, unless it may', () => {
    const scenario = { 'a.one': fails(3, { go: 'no' }) };
    const strict = played([three()], { scenario });
    expect([node(strict, 'one').reason, node(strict, 'three').reason]).toEqual(['Error', 'Skipped']);
    expect(ends(strict).a).toBe('StepFailed');
    const lax = played([three('continue')], { scenario });
    expect([node(lax, 'one').reason, node(lax, 'one').exitCode]).toEqual(['Continued', '3']);
    expect(ends(lax).a).toBe('Succeeded');
  });

  it.each([
    ['is killed for its memory', outOfMemory, 'StepOOM'],
    ['goes with its machine', nodeLost, 'Failed'],
    ['has no image', cannotPull, 'TaskRunImagePullFailed'],
    ['never starts', neverScheduled, 'TaskRunTimeout'],
    ['never ends', hangs, 'TaskRunTimeout'],
  ])('are no more where one %s, even if it may fail', (_, outcome, reason) => {
    const run = played([three('continue')], { scenario: { 'a.one': outcome } });
    expect(ends(run).a).toBe(reason);
    expect(node(run, 'a').outputs).toEqual({});
  });

  it('have times of their own', () => {
    const slow = task('a', {}, { steps: [{ name: 'main', image: 'x', timeout: '5s' }] });
    expect(node(played([slow]), 'a').message).toBe(
      '"step-main" exited because the step exceeded the specified timeout limit',
    );
  });

  it('write what the Task declares, or the task fails', () => {
    const lists = task('a', {}, { results: [{ name: 'r', type: 'array' }], steps: [{ image: 'x' }] });
    expect(ends(played([lists], { scenario: { a: succeeds({ r: '["x"]' }) } })).a).toBe('Succeeded');
    expect(ends(played([lists], { scenario: { a: succeeds({ r: 'x' }) } })).a).toBe('TaskRunValidationFailed');
  });

  it('come from StepActions, with what they are given', () => {
    const action = {
      apiVersion: 'tekton.dev/v1beta1',
      kind: 'StepAction',
      metadata: { name: 'act' },
      spec: { image: 'y', params: [{ name: 'p', default: 'd' }], results: [{ name: 'out' }], args: ['$(params.p)'] },
    };
    const given: unknown[] = [];
    const uses = task(
      'a',
      {},
      {
        results: [{ name: 'r', value: '$(steps.act.results.out)' }],
        steps: [{ name: 'act', ref: { name: 'act' }, params: [{ name: 'p', value: 'v' }] }],
      },
    );
    const run = played([uses], {
      others: [action],
      scenario: (leaf) => {
        given.push(leaf.manifest().container);
        return succeeds({ out: 'made' });
      },
    });
    expect(given).toEqual([{ image: 'y', args: ['v'] }]);
    expect(node(run, 'a').outputs).toEqual({ r: 'made' });
  });
});

describe('time', () => {
  const scenario = { a: hangs };
  const last = [task('z')];

  it.each([
    ['an hour, if nobody says more', {}, {}, 60, 'PipelineRunTimeout'],
    ['that of the task', { timeout: '5m' }, {}, 5, 'Failed'],
    ['an hour for a task in a longer run', {}, { timeouts: { pipeline: '4h' } }, 60, 'Failed'],
    [
      'that of all tasks, where it is more than an hour',
      {},
      { timeouts: { pipeline: '4h', tasks: '3h' } },
      180,
      'PipelineRunTimeout',
    ],
    [
      'that of the run for this task',
      { timeout: '5m' },
      { taskRunSpecs: [{ pipelineTaskName: 'a', timeout: '7m' }] },
      7,
      'Failed',
    ],
  ])('for a task is %s', (_, more, run, expected, reason) => {
    const found = played([task('a', more)], { scenario, run: run as never });
    expect(minutes(node(found, 'a'))).toBe(expected);
    expect(found.reason).toBe(reason);
  });

  it('for all tasks ends what runs, and finally still runs, but not before 1.13', () => {
    const run = { timeouts: { pipeline: '1h', tasks: '10m', finally: '20m' } };
    const now = played([task('a')], { scenario, run, last });
    expect(ends(now)).toEqual({ a: 'TaskRunCancelled', z: 'Succeeded' });
    expect(now).toMatchObject({ phase: 'Failed' });
    expect(minutes(now)).toBe(10);
    const before = played([task('a')], { scenario, run, last, tekton: '1.12' });
    expect(ends(before)).toEqual({ a: 'TaskRunCancelled' });
    expect(before).toMatchObject({ phase: 'Failed', reason: 'PipelineRunTimeout' });
  });

  it('for finally ends what runs of it', () => {
    const run = { timeouts: { pipeline: '1h', tasks: '30m', finally: '5m' } };
    const found = played([task('a')], { run, last, scenario: { z: hangs } });
    expect(ends(found).z).toBe('TaskRunCancelled');
    expect(found.phase).toBe('Failed');
    expect(minutes(found)).toBe(5);
  });

  it('for all ends without finally', () => {
    const found = played([task('a')], { scenario, last, run: { timeouts: { pipeline: '10m' } } });
    expect(ends(found)).toEqual({ a: 'TaskRunCancelled' });
    expect(found.reason).toBe('PipelineRunTimeout');
  });

  it('without an end is said to be that', () => {
    const found = played([task('a', { timeout: '0' })], { scenario, run: { timeouts: { pipeline: '0' } } });
    expect(found).toMatchObject({ phase: 'Running', stuck: [{ node: 'run.a', why: 'pod', what: 'it never ends' }] });
  });
});

describe('a CronJob that starts runs', () => {
  const pipeline = {
    apiVersion: 'tekton.dev/v1',
    kind: 'Pipeline',
    metadata: { name: 'nightly' },
    spec: { tasks: [task('train')] },
  };
  const run = {
    apiVersion: 'tekton.dev/v1',
    kind: 'PipelineRun',
    metadata: { generateName: 'nightly-' },
    spec: { pipelineRef: { name: 'nightly' }, timeouts: { pipeline: '3h', tasks: '2h30m' } },
  };
  const manifests = (suspend = false) => [
    pipeline,
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'at-night-run' },
      data: { 'run.json': JSON.stringify(run) },
    },
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'at-night' },
      spec: {
        schedule: '0 * * * *',
        suspend,
        jobTemplate: {
          spec: { template: { spec: { volumes: [{ name: 'run', configMap: { name: 'at-night-run' } }] } } },
        },
      },
    },
  ];

  it('starts one at a time', () => {
    const { schedule, workflows } = simulate(
      manifests(),
      { train: succeeds({}, { takes: '90m' }) },
      { submit: 'at-night', for: '4h' },
    );
    expect(schedule.map(({ workflow, skipped }) => workflow ?? skipped)).toEqual([
      expect.stringMatching(/^at-night-\d+$/),
      expect.stringMatching(/^start-run: at-night-\d+ of nightly has not ended yet$/),
      expect.stringMatching(/^at-night-\d+$/),
      expect.stringMatching(/has not ended yet$/),
    ]);
    expect(workflows).toHaveLength(2);
  });

  it('starts none while it is suspended', () => {
    const { schedule } = simulate(manifests(true), {}, { submit: 'at-night', for: '2h' });
    expect(schedule.map(({ skipped }) => skipped)).toEqual(['suspended', 'suspended']);
  });

  it('says how long a run by hand may take, too', () => {
    const [found] = simulate(manifests(), { train: hangs }, { submit: 'nightly' }).workflows;
    expect(minutes(node(found ?? (undefined as never), 'train'))).toBe(150);
  });
});

describe('steps that really run', () => {
  it('are asked one after the other, and the clock waits for them', async () => {
    const spec = { pipelineSpec: { tasks: [task('a'), task('b', { runAfter: ['a'] })] } };
    const plan = compile([{ apiVersion: 'tekton.dev/v1', kind: 'PipelineRun', metadata: { name: 'run' }, spec }]);
    const asked: string[] = [];
    const { phase, workflows } = await playAlongside(plan, async ({ path }) => {
      asked.push(path);
      await Promise.resolve();
      return path === 'a' ? succeeds({}, { takes: '2m' }) : fails(1);
    });
    expect({ asked, phase, minutes: minutes(workflows[0] ?? {}) }).toEqual({
      asked: ['a', 'b'],
      phase: 'Failed',
      minutes: 2,
    });
  });
});
