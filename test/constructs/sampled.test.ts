import { describe, expect, it } from 'vitest';
import { Pipeline, tekton } from '../../src/engines/tekton/index';
import {
  bestOf,
  Evaluation,
  integer,
  number,
  pipeline,
  sampled,
  sampling,
  TrainingPipeline,
  task,
  text,
  WorkflowTemplate,
} from '../../src/index';
import { compile, errors, explore, fails, playPlan, type Scenario, succeeds } from '../../src/testing/index';
import { emittedBy } from '../engines/argo/emitted';
import { engine, image, registry } from './nouns';

const small = sampling({ train: { rows: 50 }, test: { rows: 30 }, strategy: 'head', seed: 45 });
const preprocess = task('preprocess', {
  image,
  inputs: { ...small.inputs, source: text({ default: 'daily' }) },
  outputs: { ...small.outputs, dataDigest: text() },
  command: ['python', 'preprocess.py'],
  env: ({ inputs }) => small.env(inputs),
});
const train = task('train', {
  image,
  inputs: { dataDigest: text() },
  outputs: { runId: text() },
  command: ['python', 'train.py'],
});
const prepared = sampled('prepare', { unit: preprocess, sampling: small });
const flow = pipeline('flow', { ...small.inputs }, (p, inputs) => {
  const { dataDigest } = p.step(prepared, inputs).outputs;
  return p.step(train, { dataDigest });
});
const envOf = (template: (name: string) => { container?: { env?: readonly object[] } }, name: string) =>
  Object.fromEntries(
    ((template(name).container?.env ?? []) as { name: string; value?: string }[]).map(({ name, value }) => [
      name,
      value,
    ]),
  );

describe('sampled', () => {
  const { manifests, template } = emittedBy((chart) => new WorkflowTemplate(chart, 'flow', { engine, pipeline: flow }));

  it('tells the trainer what it checks, from the same inputs of the run', () => {
    const asked = {
      SAMPLE_TRAIN_ROWS: '{{inputs.parameters.sample-train-rows}}',
      SAMPLE_TEST_ROWS: '{{inputs.parameters.sample-test-rows}}',
      SAMPLE_STRATEGY: '{{inputs.parameters.sample-strategy}}',
      SAMPLE_SEED: '{{inputs.parameters.sample-seed}}',
    };
    expect(envOf(template, 'preprocess')).toMatchObject(asked);
    expect(envOf(template, 'check-sampling-prepare')).toMatchObject({
      ...asked,
      OBSERVED_TRAIN_SAMPLED_ROWS: '{{inputs.parameters.train-sampled-rows}}',
      OBSERVED_TEST_DIGEST: '{{inputs.parameters.test-digest}}',
    });
  });

  it('has the preset as defaults of the run', () => {
    const { spec } = emittedBy((chart) => new WorkflowTemplate(chart, 'flow', { engine, pipeline: flow }));
    const values = spec().arguments?.parameters?.map(({ name, value }) => [name, value]);
    expect(Object.fromEntries(values ?? [])).toEqual({
      'sample-train-rows': '50',
      'sample-test-rows': '30',
      'sample-strategy': 'head',
      'sample-seed': '45',
    });
  });

  const plan = compile(manifests, { submit: 'flow' });
  const d = (letter: string) => `sha256:${letter.repeat(64)}`;
  const rows = {
    'train-original-rows': '9',
    'train-sampled-rows': '9',
    'test-original-rows': '9',
    'test-sampled-rows': '9',
  };
  const good = {
    preprocess: succeeds({
      ...rows,
      'train-digest': d('a'),
      'test-digest': d('b'),
      'sampling-strategy': 'head',
      'sampling-seed': '45',
      'data-digest': 'd1',
    }),
    train: succeeds({ 'run-id': 'r1' }),
    'end-red': fails(1),
  };
  const play = (check: object) =>
    playPlan(plan, { ...good, 'check-sampling-prepare': check } as unknown as Scenario).workflows[0];

  it.each<readonly [string, object, string, boolean]>([
    ['pass', succeeds({ verdict: 'pass', reason: '' }), 'Succeeded', true],
    ['fail', succeeds({ verdict: 'fail', reason: '' }), 'Failed', false],
    ['error', succeeds({ verdict: 'error', reason: '' }), 'Failed', false],
    ['a check that is lost', errors(), 'Failed', false],
  ])('trains after %s only if it was seen', (_, check, phase, trains) => {
    const workflow = play(check);
    expect(workflow?.phase).toBe(phase);
    expect(workflow?.nodes.some(({ template, type }) => template === 'train' && type === 'Pod')).toBe(trains);
  });

  it('is proved to end red unless sampling was seen', () => {
    const explored = explore(manifests as never, { submit: 'flow', properties: ['failure-ends-red'] });
    expect(explored).toMatchObject({ proved: [{ property: 'failure-ends-red' }], violations: [], undecided: [] });
  });

  it('is the same on Tekton', () => {
    expect(() =>
      emittedBy((chart) => new Pipeline(chart, 'flow', { engine: tekton('1.15'), pipeline: flow })),
    ).not.toThrow();
  });

  it('asks the run of MLflow where there is a registry, and tells the member which run of the pipeline it is of', () => {
    const member = (name: string) =>
      sampled(`${name}-sampled`, {
        unit: task(`train-${name}`, {
          image,
          inputs: { ...small.inputs },
          outputs: { runId: text(), rmse: number() },
          command: ['python', `${name}.py`],
          env: ({ inputs }) => small.env(inputs),
        }),
        sampling: small,
        registry,
        distinct: { test_rmse: 'train_rmse' },
      });
    const best = bestOf('train-best', {
      members: { gru: { train: member('gru') }, lstm: { train: member('lstm'), required: false } },
      score: { better: 'lower', weights: { test_rmse: 1 } },
      registry,
    });
    const evaluate = Evaluation.metrics({ metrics: { score: { lessThan: 5 } } });
    const { template } = emittedBy(
      (chart) => new TrainingPipeline(chart, 'train-model', { engine, train: best, evaluate, registry }),
    );
    expect(envOf(template, 'train-gru')).toMatchObject({
      MLFLOW_TRACKING_URI: registry.url,
      PIPELINE_RUN: '{{workflow.name}}',
    });
    expect(envOf(template, 'check-sampling-gru-sampled')).toMatchObject({
      MLFLOW_TRACKING_URI: registry.url,
      PIPELINE_RUN: '{{workflow.name}}',
      RUN_ID: '{{inputs.parameters.run-id}}',
      DISTINCT_METRICS: '{"test_rmse":"train_rmse"}',
    });
  });

  it('asks for the windows where the sampling has one', () => {
    const windowed = sampling({ train: { rows: 50 }, window: { input: 10, output: 1 } });
    const unit = task('windows', { image, outputs: { ...windowed.outputs }, command: ['a'], env: windowed.env() });
    const checked = sampled('prepare', { unit, sampling: windowed });
    const { template } = emittedBy((chart) => {
      new WorkflowTemplate(chart, 'it', { engine, pipeline: pipeline('it', {}, (p) => void p.step(checked)) });
    });
    expect(envOf(template, 'windows')).toMatchObject({
      SAMPLE_TRAIN_ROWS: '50',
      SAMPLE_TEST_ROWS: '0',
      SAMPLE_SEED: '42',
    });
    expect(envOf(template, 'check-sampling-prepare')).toMatchObject({ SAMPLE_WINDOW: '{"input":10,"output":1}' });
  });

  const of = (props: object) => sampling(props as never);
  it.each<readonly [string, () => unknown, RegExp]>([
    ['rows that are no number', () => of({ train: { rows: '50' } }), /MLP3078.*train has '50' rows/s],
    ['rows below 0', () => of({ train: { rows: 50 }, test: { rows: -1 } }), /MLP3078.*test has -1 rows/s],
    ['a strategy that is none', () => of({ train: { rows: 1 }, strategy: 'tail' }), /MLP3078.*'head' or 'random'/s],
    ['a seed that is no whole number', () => of({ train: { rows: 1 }, seed: 0.5 }), /MLP3078.*the seed is 0.5/s],
    ['a misspelt property', () => of({ train: { rows: 1 }, sed: 1 }), /MLP1007.*seed/s],
    [
      'a window that no sample has room for',
      () => of({ train: { rows: 10 }, window: { input: 10, output: 1 } }),
      /MLP3078.*10 rows have no window/s,
    ],
    ['a window of nothing', () => of({ train: { rows: 0 }, window: { input: 10, output: 0 } }), /MLP3078.*window/s],
    [
      'a unit that hands on nothing of it',
      () => sampled('it', { unit: train, sampling: small } as never),
      /MLP3078.*looks at 'trainOriginalRows'.*hands on no such output/s,
    ],
    [
      'a unit without a run, with a registry',
      () => sampled('it', { unit: preprocess, sampling: small, registry } as never),
      /MLP3078.*'runId'/s,
    ],
    ['no sampling', () => sampled('it', { unit: preprocess } as never), /MLP3078.*looks for undefined/s],
    [
      'one metric as its own training metric',
      () => sampled('it', { unit: train, sampling: small, registry, distinct: { rmse: 'rmse' } }),
      /MLP3078.*pairs of different metrics/s,
    ],
    [
      'a pipeline that does not tell its tasks the run',
      () =>
        sampled('it', {
          unit: pipeline('own', { dataDigest: text() }, (p, inputs) => p.step(train, inputs)),
          sampling: small,
          registry,
        }),
      /MLP1203.*PIPELINE_RUN/s,
    ],
  ])('can not have %s', (_, make, problem) => expect(make).toThrow(problem));

  it('is fed and feeds by name, with an integer where one was declared', () => {
    const unit = task('own', {
      image,
      inputs: { sampleTrainRows: integer({ default: 99, min: 1 }) },
      outputs: { ...small.outputs },
      command: ['a'],
      env: ({ inputs }) => ({ ...small.env(), SAMPLE_TRAIN_ROWS: inputs.sampleTrainRows }),
    });
    const { template } = emittedBy((chart) => {
      const checked = sampled('prepare', { unit, sampling: small });
      new WorkflowTemplate(chart, 'it', { engine, pipeline: pipeline('it', {}, (p) => void p.step(checked)) });
    });
    expect(envOf(template, 'check-sampling-prepare')).toMatchObject({
      SAMPLE_TRAIN_ROWS: '{{inputs.parameters.sample-train-rows}}',
    });
  });
});
