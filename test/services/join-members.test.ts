import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../programs/run-program';
import { shared } from './shared';
import { type Tracking, trackingAt } from './training-run';

interface Logged {
  /** Value of the tag `pipeline.run`. @default this run of the pipeline */
  readonly of?: string | undefined;
  readonly status?: string;
}

describe.each([2, 3] as const)('join-members and MLflow %i', (major) => {
  let tracking: Tracking;
  beforeAll(async () => {
    tracking = trackingAt((await shared(`mlflow-${major}`)).url);
  });

  async function logged({ of, status = 'FINISHED' }: Logged): Promise<string> {
    const { call } = tracking;
    const { run } = await call('runs/create', { experiment_id: '0', start_time: Date.now() });
    const { run_id: id } = (run as { info: { run_id: string } }).info;
    if (of !== undefined) await call('runs/set-tag', { run_id: id, key: 'pipeline.run', value: of });
    if (status !== 'RUNNING') await call('runs/update', { run_id: id, status, end_time: Date.now() });
    return id;
  }

  async function join(
    members: Readonly<Record<string, Logged | string>>,
    {
      required = [],
      minCandidates = 1,
    }: { readonly required?: readonly string[]; readonly minCandidates?: number } = {},
  ) {
    const pipelineRun = `train-${randomUUID()}`;
    const runs: Record<string, string> = {};
    for (const [name, given] of Object.entries(members))
      runs[name] = typeof given === 'string' ? given : await logged({ of: pipelineRun, ...given });
    const named = Object.keys(runs).map((name) => ({ name, required: required.includes(name) }));
    const ended = await runProgram('join-members', {
      MLFLOW_TRACKING_URI: tracking.url,
      DEADLINE_SECONDS: '60',
      PIPELINE_RUN: pipelineRun,
      MEMBERS: JSON.stringify({ members: named, minCandidates }),
      ...Object.fromEntries(
        Object.entries(runs).map(([name, id]) => [`RUN_OF_${name.toUpperCase().replaceAll('-', '_')}`, id]),
      ),
    });
    return { ...ended, runs };
  }

  it('hands on the run of each', async () => {
    const { runs, ...ended } = await join({ gru: {}, 'daily-prophet': {} }, { required: ['gru', 'daily-prophet'] });
    expect(ended).toMatchObject({
      exit: 0,
      stderr: '',
      outputs: { outcome: 'trained', report: 'gru=trained,daily-prophet=trained', ...runs },
    });
  });

  it('goes on without a member that may be missing, and names it', async () => {
    const { runs, ...ended } = await join({ gru: {}, lstm: {}, prophet: 'none' }, { required: ['gru', 'lstm'] });
    expect(ended).toMatchObject({
      exit: 0,
      outputs: { ...runs, prophet: 'none', report: 'gru=trained,lstm=trained,prophet=missing' },
    });
    expect(ended.outputs.reason).toBe('2 of 3 models are trained; without prophet');
    expect(ended.stdout).toContain('warning: prophet is missing: its training failed');
  });

  it.each<readonly [string, Parameters<typeof join>, RegExp]>([
    [
      'members that have to be there',
      [{ gru: 'none', lstm: {}, prophet: 'none' }, { required: ['gru', 'lstm', 'prophet'] }],
      /gru, prophet had to take part; gru: its training failed/,
    ],
    ['too many', [{ gru: {}, lstm: 'none' }, { minCandidates: 2 }], /1 of 2 models take part, at least 2 have to/],
    ['all', [{ gru: 'none', lstm: 'none' }], /0 of 2 models take part/],
  ])('ends red where %s are missing', async (_, asked, why) => {
    const ended = await join(...asked);
    expect(ended).toMatchObject({ exit: 1, outputs: { outcome: 'missing' } });
    expect(ended.outputs.reason).toMatch(why);
  });

  it.each<readonly [string, Logged | string, RegExp]>([
    ['of another run of the pipeline', { of: 'train-older' }, /is of train-older/],
    ['without the tag', { of: undefined }, /has no tag pipeline.run/],
    ['that failed', { status: 'FAILED' }, /is FAILED, not FINISHED/],
    ['that goes on', { status: 'RUNNING' }, /is RUNNING, not FINISHED/],
    ['that MLflow does not know', 'f'.repeat(32), /MLflow has no run ffff/],
    ['that has no id', "x' OR 1=1", /no id of a run/],
  ])('takes no run %s for trained', async (_, odd, why) => {
    const { runs, ...ended } = await join({ gru: {}, lstm: odd });
    expect(ended).toMatchObject({
      exit: 0,
      outputs: { gru: runs.gru, lstm: 'none', report: 'gru=trained,lstm=missing' },
    });
    expect(ended.stdout).toMatch(why);
  });
});
