import { describe, expect, it } from 'vitest';
import {
  argo,
  Evaluation,
  Image,
  MlflowRegistry,
  number,
  pipeline,
  sampled,
  sampling,
  TrainingPipeline,
  task,
  text,
  trainOnce,
  WorkflowTemplate,
} from '../../../src/index';
import { install } from '../cluster';
import { exits, type Outcome, succeeds } from '../kubelet/outcome';
import { outputsOf, podsOf } from '../reading';
import type { Run } from '../run';

const image = Image.tagged('ghcr.io/acme/train:1.4.2');
const engine = argo('4.0');
const registry = MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', { model: 'forecast' });
const rows = sampling({ train: { rows: 50 }, test: { rows: 30 } });
const preprocess = task('preprocess', {
  image,
  outputs: { ...rows.outputs, dataDigest: text() },
  command: ['preprocess'],
  env: rows.env(),
});
const train = task('train', {
  image,
  inputs: { dataDigest: text() },
  outputs: { runId: text(), rmse: number() },
  command: ['train'],
  env: ({ inputs }) => ({ DATA: inputs.dataDigest }),
});

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const prepared = {
  'train-original-rows': '15927',
  'train-sampled-rows': '50',
  'train-digest': digest('a'),
  'test-original-rows': '4000',
  'test-sampled-rows': '30',
  'test-digest': digest('b'),
  'sampling-strategy': 'head',
  'sampling-seed': '42',
  'data-digest': 'd1',
};
const looked = (outcome: string, run = 'none', version = 'none') =>
  succeeds({ outcome, 'config-hash': 'a'.repeat(64), 'trained-run': run, 'trained-version': version });

const programsOf = (run: Run) => podsOf(run).map((path) => path.slice(path.lastIndexOf('.') + 1));

describe('training once, of data whose sampling was seen', () => {
  const cluster = install((chart) => {
    const training = new TrainingPipeline(chart, 'train-model', {
      engine,
      train,
      evaluate: Evaluation.metrics({ metrics: { rmse: { lessThan: 3 } } }),
      registry,
    });
    const once = trainOnce('once', { unit: training, registry });
    const prepare = sampled('prepare', { unit: preprocess, sampling: rows });
    const flow = pipeline('flow', {}, (p) => {
      const { dataDigest } = p.step(prepare, {}).outputs;
      return p.step(once, { dataDigest });
    });
    new WorkflowTemplate(chart, 'flow', { engine, pipeline: flow });
  });
  const run = (but: Readonly<Record<string, Outcome>> = {}) =>
    cluster.run('flow', {
      scenario: {
        preprocess: succeeds(prepared),
        'check-sampling-prepare': succeeds({ verdict: 'pass', reason: '' }),
        'find-once': looked('none'),
        train: succeeds({ 'run-id': 'r2', rmse: '1' }),
        evaluate: succeeds({ verdict: 'pass', reason: '' }),
        'register-model': succeeds({
          outcome: 'registered',
          'model-version': '6',
          'artifact-uri': 's3://models/6',
          'run-id': 'r2',
          digest: digest('c'),
        }),
        'mark-once': succeeds({ outcome: 'trained', 'trained-run': 'r2', 'trained-version': '6' }),
        'end-red': exits(1),
        ...but,
      },
    });
  const before = ['preprocess', 'check-sampling-prepare', 'find-once'];

  it('trains what is new, and writes it down last', async () => {
    const ran = await run();
    expect(ran.phase).toBe('Succeeded');
    expect(programsOf(ran)).toEqual([...before, 'train', 'evaluate', 'register-model', 'mark-once']);
  });

  it('F-S8: ends green with nothing trained where it was trained before', async () => {
    const cached = await run({ 'find-once': looked('found', 'r1', '5') });
    expect(cached.phase).toBe('Succeeded');
    expect(programsOf(cached)).toEqual(before);
    expect(outputsOf(cached, '')).toMatchObject({ outcome: 'cached', 'trained-run': 'r1', 'trained-version': '5' });
  });

  it('trains again where it is forced', async () => {
    expect(programsOf(await run({ 'find-once': looked('forced') }))).toContain('train');
  });

  it('F-S6: looks for nothing and trains nothing where sampling was not seen', async () => {
    for (const verdict of ['fail', 'error']) {
      const ended = await run({ 'check-sampling-prepare': succeeds({ verdict, reason: '' }) });
      expect(ended.phase).toBe('Failed');
      expect(programsOf(ended)).not.toContain('find-once');
    }
  });

  it('writes down nothing of a model that was rejected, or where MLflow did not answer', async () => {
    const rejected = await run({ evaluate: succeeds({ verdict: 'fail', reason: '' }) });
    expect(rejected.phase).toBe('Failed');
    expect(programsOf(rejected)).not.toContain('mark-once');
    const away = await run({ 'find-once': exits(1) });
    expect(away.phase).toBe('Failed');
    expect(programsOf(away)).not.toContain('train');
  });
});
