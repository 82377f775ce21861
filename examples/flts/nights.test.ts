import { describe, expect, it } from 'vitest';
import {
  compile,
  createEnvironments,
  type EnvironmentState,
  type EnvironmentsOptions,
  fails,
  hangs,
  outOfMemory,
  playPlan,
  succeeds,
} from '../../src/testing/index';
import { createTracking, type Odd, type Tracking } from './simulated';
import { files } from './written';

const plans = {
  dev: compile(files('dev'), { submit: 'retrain' }),
  prod: compile(files('prod'), { submit: 'retrain' }),
} as const;

/** Version 7 answers, everybody says so, and nothing is open. */
const at = (version: string | null, more: Partial<EnvironmentState> = {}): EnvironmentState => ({
  phase: 'idle',
  locked: false,
  candidate: version,
  deployed: version,
  good: version,
  hold: null,
  rejected: [],
  git: version,
  alias: version,
  ...more,
});

interface Place {
  readonly preset: 'dev' | 'prod';
  readonly tracking: Tracking;
  readonly environments: ReturnType<typeof createEnvironments>;
}

const place = (preset: 'dev' | 'prod', version: string | null = '7', world?: EnvironmentsOptions): Place => ({
  preset,
  tracking: createTracking(),
  environments: createEnvironments({ [preset]: version }, world),
});

/** Trains all of them, and brings the best into service, or not. */
function night(
  { preset, tracking, environments }: Place,
  odd: Odd = {},
  params: Readonly<Record<string, string>> = {},
) {
  const { phase, workflows } = playPlan(plans[preset], tracking.plays(odd), { environments, arguments: params });
  const nodes = workflows[0]?.nodes ?? [];
  const ran = nodes
    .filter(({ type, phase }) => type === 'Pod' && !['Skipped', 'Omitted'].includes(phase))
    .map(({ template }) => template);
  const outputs = nodes.find(({ template }) => template === 'retrain')?.outputs ?? {};
  const chosen = nodes.find(({ template }) => template === 'select-best')?.outputs ?? {};
  return { phase, ran, outputs, chosen };
}

const delivered = [
  'begin-gate',
  'wait-rollout',
  'check-http-predict',
  'record-verdict',
  'read-decision',
  'publish-model-selected',
];
const untouched = (version: string | null = '7') => at(version, { candidate: null });
const finds = (reason: string, verdict = 'fail') => succeeds({ verdict, reason });

describe('a night of the flts example', () => {
  it('F-S1 all three train: the best of them answers, and it is said', () => {
    const here = place('dev');
    const run = night(here);
    expect(run.phase).toBe('Succeeded');
    expect(run.ran).toEqual(
      expect.arrayContaining(['init-buckets', 'preprocess', 'train-gru', 'train-lstm', 'nonml-prophet', ...delivered]),
    );
    expect(run.chosen).toMatchObject({ member: 'lstm', considered: 'lstm=0.02,gru=0.03,prophet=0.04' });
    expect(run.outputs).toMatchObject({ outcome: 'trained', 'trained-run': here.tracking.runs[1]?.id });
    expect(here.environments.state('dev')).toEqual(at('8'));
  });

  it.each([
    ['runs out of memory', outOfMemory],
    ['can not read the index of its table', fails(1)],
    ['hangs', hangs],
  ])('F-S2 Prophet %s and need not take part: the better network wins', (_, prophet) => {
    const here = place('dev');
    const run = night(here, { 'nonml-prophet': prophet });
    expect(run.phase).toBe('Succeeded');
    expect(run.chosen).toMatchObject({ member: 'lstm', considered: 'lstm=0.02,gru=0.03,prophet=none' });
    expect(here.environments.state('dev')).toEqual(at('8'));
  });

  it('F-S2 a network fails, which must take part: nobody is chosen', () => {
    const here = place('dev');
    const run = night(here, { 'train-gru': outOfMemory });
    expect(run.phase).toBe('Failed');
    expect(here.environments.state('dev')).toEqual(untouched());
  });

  it('F-S3 Prophet fails and must take part: nobody is waited for, nobody is chosen', () => {
    const here = place('prod');
    const run = night(here, { 'nonml-prophet': outOfMemory });
    expect(run.phase).toBe('Failed');
    expect(run.chosen).toEqual({ outcome: 'none' });
    expect(run.ran).not.toEqual(expect.arrayContaining(['register-model']));
    expect(here.environments.state('prod')).toEqual(untouched());
  });

  it.each<[string, Odd]>([
    ['all fail', { 'train-gru': fails(1), 'train-lstm': fails(1), 'nonml-prophet': fails(1) }],
    [
      'no metric is a number',
      { 'train-gru': { rmse: Number.NaN }, 'train-lstm': { rmse: Number.NaN }, 'nonml-prophet': { rmse: Number.NaN } },
    ],
    ['a required one has no number', { 'train-gru': { rmse: Number.NaN } }],
    ['the best is too bad', { 'train-gru': { rmse: 9 }, 'train-lstm': { rmse: 9 }, 'nonml-prophet': { rmse: 9 } }],
  ])('F-S4 %s: nothing is registered', (_, odd) => {
    const here = place('dev');
    const run = night(here, odd);
    expect(run.phase).toBe('Failed');
    expect(run.ran.filter((template) => ['register-model', ...delivered].includes(template))).toEqual([]);
    expect(here.environments.state('dev')).toEqual(untouched());
  });

  it('F-S5 an older run of the same settings is better: it does not take part', () => {
    const here = place('dev');
    const older = here.tracking.log('retrain-of-last-week', 0.001);
    const run = night(here);
    expect(run.chosen['run-id']).not.toBe(older);
    expect(run.outputs['trained-run']).toBe(here.tracking.runs[2]?.id);
  });

  it('F-S5 a member hands on the run of an older night: it does not take part', () => {
    const here = place('dev');
    const older = here.tracking.log('retrain-of-last-week', 0.001);
    const handsOn = {
      'run-id': older,
      'train-loss': '0',
      'test-loss': '0',
      'test-mae': '0',
      'test-rmse': '0',
      'test-mse': '0',
    };
    const run = night(here, { 'nonml-prophet': succeeds(handsOn) });
    expect(run.phase).toBe('Succeeded');
    expect(run.chosen).toMatchObject({ member: 'lstm', considered: 'lstm=0.02,gru=0.03,prophet=none' });
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['all rows are there', { 'train-sampled-rows': '10618', 'train-windows': '10608' }],
    ['one row too few is there', { 'train-sampled-rows': '49', 'train-windows': '39' }],
    ['the wrong rows are there', { 'sampling-strategy': 'random' }],
    ['not all windows are trained on', { 'train-windows': '39' }],
    [
      'the test data are the training data',
      { 'test-digest': `sha256:${'a'.repeat(64)}`, 'train-digest': `sha256:${'a'.repeat(64)}` },
    ],
  ])('F-S6 %s: nothing is trained', (_, outputs) => {
    const here = place('dev');
    const run = night(here, { preprocess: { outputs } });
    expect(run.phase).toBe('Failed');
    expect(run.ran.filter((template) => /^train-|^nonml-/.test(template))).toEqual([]);
    expect(here.environments.state('dev')).toEqual(untouched());
  });

  it('F-S6 nobody saw whether rows were left out: nothing is trained', () => {
    const here = place('dev');
    const run = night(here, { preprocess: succeeds({ 'train-data': 'a', 'test-data': 'b' }) });
    expect(run.phase).toBe('Failed');
    expect(run.ran.filter((template) => /^train-|^nonml-/.test(template))).toEqual([]);
  });

  it('F-S7 two have the same score: the one that began last wins, each time', () => {
    const here = place('dev');
    const same = { 'train-gru': { rmse: 0.02 }, 'train-lstm': { rmse: 0.02 }, 'nonml-prophet': { rmse: 0.02 } };
    expect(night(here, same).chosen).toMatchObject({
      member: 'prophet',
      considered: 'prophet=0.02,lstm=0.02,gru=0.02',
    });
  });

  it('F-S8 the same is asked for again: nothing is trained, unless it has to be', () => {
    const here = place('dev');
    night(here);
    const again = night(here);
    expect(again.phase).toBe('Succeeded');
    expect(again.ran.filter((template) => /^train-|^nonml-|begin-gate|publish/.test(template))).toEqual([]);
    expect(again.outputs).toMatchObject({ outcome: 'cached', 'trained-version': '8' });
    expect(here.environments.state('dev')).toEqual(at('8'));
    const forced = night(here, {}, { force: 'true' });
    expect(forced.outputs).toMatchObject({ outcome: 'trained' });
    expect(here.environments.state('dev')).toEqual(at('9'));
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['more epochs', { epochs: '6' }],
    ['more rows', { 'sample-train-rows': '60' }],
    ['another table', { dataset: 'other.parquet' }],
  ])('F-S8 %s are something else: a model is trained', (_, params) => {
    const here = place('dev');
    night(here);
    expect(night(here, {}, params).outputs).toMatchObject({ outcome: 'trained' });
    expect(here.environments.state('dev')).toEqual(at('9'));
  });

  it('F-S8 what did not pass is trained again', () => {
    const here = place('dev');
    night(here, { 'check-http-predict': finds('status 500') });
    expect(night(here).outputs).toMatchObject({ outcome: 'trained' });
    expect(here.environments.state('dev')).toEqual(at('9', { rejected: ['8'] }));
  });

  it.each([
    ['keeps the old model', { 'wait-rollout': finds('version 8 does not answer', 'error') }],
    ['has it, and answers nonsense', { 'check-http-predict': finds('prediction: expected 1 items') }],
    ['runs out of memory with it', { 'check-pods': finds('OOMKilled') }],
    ['has the old one again at the end', { 'prove-again': finds('another version answers', 'error') }],
    ['can not be measured', { 'check-pods': finds('no metrics', 'inconclusive') }],
  ])('F-S9 inference %s: the model before is promoted again, and nobody is told', (_, odd) => {
    const here = place('dev');
    const run = night(here, odd);
    expect(run.phase).toBe('Failed');
    expect(run.ran).not.toContain('publish-model-selected');
    expect(here.environments.state('dev')).toEqual(at('7', { candidate: '8', rejected: ['8'] }));
  });

  it('F-S9 the first model of all is not good: it is held, and none was good', () => {
    const here = place('dev', null);
    expect(night(here, { 'check-http-predict': finds('status 500') }).phase).toBe('Failed');
    expect(here.environments.state('dev')).toMatchObject({ good: null, hold: 'no-baseline', rejected: ['8'] });
  });
});
