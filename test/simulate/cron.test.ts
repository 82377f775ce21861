import { describe, expect, it } from 'vitest';
import { fails, type PlayOptions, type Scenario, simulate, succeeds } from '../../src/simulate/index';

const hour = 3_600_000;
const cron = (spec: object) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'CronWorkflow',
  metadata: { name: 'nightly' },
  spec: {
    schedules: ['0 * * * *'],
    workflowSpec: { entrypoint: 'main', templates: [{ name: 'main', container: { image: 'x' } }] },
    ...spec,
  },
});
const play = (spec: object = {}, scenario: Scenario = {}, options: PlayOptions = { for: 4 * hour }) =>
  simulate([cron(spec)], scenario, options);
const told = (one: ReturnType<typeof play>) =>
  one.schedule.map(({ time, workflow, skipped }) => `${time.toISOString().slice(11, 16)} ${workflow ?? skipped}`);
const started = (one: ReturnType<typeof play>) => one.schedule.filter(({ workflow }) => workflow !== undefined).length;

describe('a CronWorkflow', () => {
  it('starts a workflow at each time, named after it', () => {
    expect(told(play())).toEqual([
      '01:00 nightly-1767229200',
      '02:00 nightly-1767232800',
      '03:00 nightly-1767236400',
      '04:00 nightly-1767240000',
    ]);
    expect(play().workflows[0]?.startedAt?.toISOString()).toBe('2026-01-01T01:00:00.000Z');
  });

  it('goes by its time zone', () => {
    expect(told(play({ schedules: ['30 2 * * *'], timezone: 'Europe/Berlin' }))[0]).toMatch(/^01:30 /);
  });

  it.each([
    ['Allow', 4, ['Succeeded', 'Succeeded', 'Running', 'Running']],
    ['Forbid', 2, ['Succeeded', 'Running']],
    ['Replace', 4, ['Failed', 'Failed', 'Failed', 'Running']],
  ])('with concurrencyPolicy %s and runs of 90 minutes starts %i', (concurrencyPolicy, count, phases) => {
    const one = play({ concurrencyPolicy }, { main: succeeds({}, { takes: '90m' }) });
    expect(started(one)).toBe(count);
    expect(one.workflows.map(({ phase }) => phase)).toEqual(phases);
  });

  it('says which run stood in the way', () => {
    expect(told(play({ concurrencyPolicy: 'Forbid' }, { main: succeeds({}, { takes: '90m' }) }))[1]).toBe(
      "02:00 concurrencyPolicy Forbid: 'nightly-1767229200' has not ended",
    );
  });

  it('ends what it replaces', () => {
    expect(play({ concurrencyPolicy: 'Replace' }, { main: succeeds({}, { takes: '90m' }) }).workflows[0]?.message).toBe(
      "Stopped with strategy 'Terminate'",
    );
  });

  it('that is suspended starts nothing', () => {
    expect([started(play({ suspend: true })), told(play({ suspend: true }))[0]]).toEqual([0, '01:00 suspended']);
  });

  it('goes by when, without bare words', () => {
    expect(started(play({ when: '{{= cronworkflow.succeeded < 2 }}' }))).toBe(2);
    expect(told(play({ when: 'foo == foo' }))[0]).toMatch(/^01:00 run policy error: /);
  });

  it('stops for good when stopStrategy says so', () => {
    const one = play({ stopStrategy: { expression: 'cronworkflow.failed >= 2' } }, { main: fails(1) });
    expect([started(one), told(one)[2]]).toEqual([
      2,
      "03:00 stopStrategy.expression 'cronworkflow.failed >= 2' is true",
    ]);
  });

  it('makes up for the last run that an outage of the controller cost, within startingDeadlineSeconds', () => {
    const outages = [{ from: new Date('2026-01-01T01:30:00Z'), to: new Date('2026-01-01T03:10:00Z') }];
    const times = (spec: object) => told(play(spec, {}, { for: 4 * hour, outages })).map((line) => line.slice(0, 5));
    expect(times({})).toEqual(['01:00', '04:00']);
    expect(times({ startingDeadlineSeconds: 300 })).toEqual(['01:00', '04:00']);
    expect(times({ startingDeadlineSeconds: 900 })).toEqual(['01:00', '03:00', '04:00']);
  });

  it('tells its workflows when they were due', () => {
    const workflowSpec = {
      entrypoint: 'main',
      templates: [
        {
          name: 'main',
          inputs: { parameters: [{ name: 'at', value: '{{workflow.scheduledTime}}' }] },
          container: { image: 'x' },
        },
      ],
    };
    expect(play({ workflowSpec }).workflows[0]?.nodes[0]?.inputs.at).toBe('2026-01-01T01:00:00Z');
  });
});
