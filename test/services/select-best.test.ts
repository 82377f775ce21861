import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Run, runProgram } from '../programs/run-program';
import { shared } from './shared';
import { type Tracking, trackingAt } from './training-run';

const score = { better: 'lower', weights: { rmse: 0.5, mae: 0.3, mse: 0.2 } };
const worst = { rmse: 3, mae: 3, mse: 3 };
const middle = { rmse: 2, mae: 2, mse: 2 };
const best = { rmse: 1, mae: 1, mse: 1 };

interface Logged {
  readonly metrics: Readonly<Record<string, number | string>>;
  readonly of?: string | undefined;
  readonly status?: string;
  readonly startedAt?: number;
}

describe.each([2, 3] as const)('select-best and MLflow %i', (major) => {
  let tracking: Tracking;
  beforeAll(async () => {
    tracking = trackingAt((await shared(`mlflow-${major}`)).url);
  });

  async function logged({ metrics, of, status = 'FINISHED', startedAt = Date.now() }: Logged): Promise<string> {
    const { call } = tracking;
    const { run } = await call('runs/create', { experiment_id: '0', start_time: startedAt });
    const { run_id: id } = (run as { info: { run_id: string } }).info;
    for (const [key, value] of Object.entries(metrics))
      await call('runs/log-metric', { run_id: id, key, value, timestamp: Date.now() });
    if (of !== undefined) await call('runs/set-tag', { run_id: id, key: 'pipeline.run', value: of });
    if (status !== 'RUNNING') await call('runs/update', { run_id: id, status, end_time: Date.now() });
    return id;
  }

  interface Asked {
    readonly required?: readonly string[];
    readonly minCandidates?: number;
  }

  /** Logs a run for each member, lets the program choose, and says what became of the runs. */
  async function select(
    members: Readonly<Record<string, Partial<Logged> | 'none'>>,
    { required = [], minCandidates = 1 }: Asked = {},
  ) {
    const pipelineRun = `train-${randomUUID()}`;
    const runs: Record<string, string> = {};
    for (const [name, given] of Object.entries(members))
      runs[name] = given === 'none' ? 'none' : await logged({ metrics: middle, of: pipelineRun, ...given });
    const ended = await choose(pipelineRun, runs, { required, minCandidates });
    return { ...ended, runs, tags: async (name: string) => tagsOf(runs[name] ?? '') };
  }

  function choose(
    pipelineRun: string,
    runs: Readonly<Record<string, string>>,
    { required = [], minCandidates = 1 }: Asked,
  ) {
    const named = Object.keys(runs).map((name) => ({ name, required: required.includes(name) }));
    return runProgram('select-best', {
      MLFLOW_TRACKING_URI: tracking.url,
      DEADLINE_SECONDS: '60',
      PIPELINE_RUN: pipelineRun,
      SELECTION: JSON.stringify({ members: named, minCandidates, score }),
      ...Object.fromEntries(Object.entries(runs).map(([name, id]) => [`RUN_OF_${name.toUpperCase()}`, id])),
    });
  }

  async function tagsOf(run: string): Promise<Readonly<Record<string, string>>> {
    const { run: seen } = await tracking.call(`runs/get?run_id=${run}`);
    const { tags = [] } = (seen as { data: { tags?: { key: string; value: string }[] } }).data;
    return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
  }

  const nobody = (ended: Run, why: RegExp) => {
    expect(ended).toMatchObject({ exit: 1, outputs: { outcome: 'none' } });
    expect(ended.outputs['run-id']).toBeUndefined();
    expect(ended.stdout + ended.stderr).toMatch(why);
  };

  it('chooses the lowest score, and all keep theirs', async () => {
    const ended = await select({ gru: { metrics: worst }, lstm: { metrics: best }, prophet: {} });
    expect(ended).toMatchObject({
      exit: 0,
      outputs: {
        outcome: 'selected',
        member: 'lstm',
        'run-id': ended.runs.lstm,
        score: '1',
        considered: 'lstm=1,prophet=2,gru=3',
      },
    });
    expect(await ended.tags('lstm')).toMatchObject({ 'pipeline.score': '1', 'pipeline.selected': 'true' });
    expect(await ended.tags('gru')).toMatchObject({ 'pipeline.score': '3', 'pipeline.selected': 'false' });
  });

  it('goes on without a member that may fail, and names it', async () => {
    const ended = await select({ gru: {}, lstm: { metrics: best }, prophet: 'none' }, { required: ['gru', 'lstm'] });
    expect(ended.outputs).toMatchObject({ member: 'lstm', considered: 'lstm=1,gru=2,prophet=none' });
    expect(ended.stdout).toContain('warning: prophet does not take part: its training failed');
  });

  it('chooses nobody without a member that has to take part', async () => {
    const ended = await select({ gru: {}, prophet: 'none' }, { required: ['gru', 'prophet'] });
    nobody(ended, /prophet had to take part; prophet: its training failed/);
    expect(await ended.tags('gru')).toMatchObject({ 'pipeline.selected': 'false' });
  });

  it('chooses nobody where all failed, or too few are left', async () => {
    nobody(await select({ gru: 'none', lstm: 'none' }), /0 of 2 models take part, at least 1/);
    nobody(await select({ gru: {}, lstm: 'none' }, { minCandidates: 2 }), /1 of 2 models take part, at least 2/);
  });

  it.each<readonly [string, Partial<Logged>, RegExp]>([
    ['a better run of another run of the pipeline', { metrics: best, of: 'train-older' }, /is of train-older/],
    ['a better run without the tag', { metrics: best, of: undefined }, /has no tag pipeline.run/],
    ['a run that failed', { metrics: best, status: 'FAILED' }, /is FAILED, not FINISHED/],
    ['a run that goes on', { metrics: best, status: 'RUNNING' }, /is RUNNING, not FINISHED/],
    ['a metric that is missing', { metrics: { rmse: 0, mae: 0 } }, /it logged no mse/],
    ['a metric that is NaN', { metrics: { ...best, rmse: 'NaN' } }, /its rmse is NaN/],
    ['a metric that is -Infinity', { metrics: { ...best, rmse: '-Infinity' } }, /its rmse is -Infinity/],
  ])('never chooses %s', async (_, odd, why) => {
    const ended = await select({ gru: {}, lstm: odd });
    expect(ended.outputs).toMatchObject({ outcome: 'selected', member: 'gru', considered: 'gru=2,lstm=none' });
    expect(ended.stdout).toMatch(why);
  });

  it('takes the newest of equal ones, whichever is named first', async () => {
    const [earlier, later] = [Date.now() - 60_000, Date.now()];
    for (const [gru, lstm, member] of [
      [earlier, later, 'lstm'],
      [later, earlier, 'gru'],
    ] as const) {
      const ended = await select({ gru: { startedAt: gru }, lstm: { startedAt: lstm } });
      expect(ended.outputs.member).toBe(member);
    }
  });

  it('lets nobody take part with the run of another, or with one that MLflow does not know', async () => {
    const of = randomUUID();
    const run = await logged({ metrics: best, of });
    nobody(await choose(of, { gru: run, lstm: run }, {}), /gru and lstm handed on the same run/);
    const other = await choose(of, { gru: 'f'.repeat(32), lstm: run }, {});
    expect(other.outputs.member).toBe('lstm');
    expect(other.stdout).toContain('MLflow has no run ffff');
    nobody(await choose(of, { gru: "x' OR 1=1" }, {}), /it handed on "x' OR 1=1", no id of a run/);
  });
});
