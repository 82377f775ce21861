import { Duration } from 'cdk8s';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { Pipeline, tekton } from '../../src/engines/tekton/index';
import {
  boolean,
  Evaluation,
  type HttpTrainingProps,
  httpTraining,
  integer,
  list,
  MlflowRegistry,
  number,
  oneOf,
  type Params,
  pipeline,
  type Ref,
  runName,
  secretKey,
  TrainingPipeline,
  task,
  text,
  verdict,
  WorkflowTemplate,
} from '../../src/index';
import { bodyOf } from '../../src/programs/train-http/body';
import type { TrainingPlan } from '../../src/programs/train-http/plan';
import { planProblems } from '../../src/programs/train-http/plan-problems';
import { emitted, emittedBy } from '../engines/argo/emitted';
import { emittedBy as emittedByTekton } from '../engines/tekton/emitted';
import { engine, image } from './nouns';

const registry = MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', { model: 'fraud' });
const url = 'http://aiops-engine.aiops.svc.cluster.local:8100';
const lstm = { status: { at: 'models.lstm.trained', is: true }, run: { id: 'results.lstm.run_id' } } as const;
const forest = { ...lstm, run: { name: 'rf', tags: { kind: 'forest' } }, required: false } as const;

const inputs = {
  samples: integer({ default: 1000, min: 100 }),
  rate: number({ default: 0.5 }),
  synthetic: boolean({ default: true }),
  note: text({ default: 'of the night' }),
  kind: oneOf(['small', 'large'], { default: 'small' }),
  seeds: list(integer()),
};
const trainModels = httpTraining('train-models', {
  url,
  token: secretKey('aiops-engine', 'token'),
  registry,
  experiment: 'aiops-models',
  inputs,
  start: {
    path: '/api/v3/aiops/models/train',
    body: ({ inputs: { samples, rate, synthetic, note, kind, seeds } }) => ({
      models: ['lstm', 'forest'],
      data: { synthetic, samples, rate, seeds, note },
      kinds: [kind, 'other', null, 1.5],
      tags: { 'pipeline.run': runName },
    }),
    timeout: Duration.minutes(30),
  },
  statusPath: '/api/v3/aiops/models/status',
  models: { lstm, forest },
  untrained: { rules: { status: { at: 'models.rules.trained', is: false }, claim: { at: 'results', has: 'rules' } } },
  deadline: Duration.minutes(40),
});
const unit = pipeline('it', { seeds: inputs.seeds, note: inputs.note }, (p, { seeds, note }) => {
  const { outputs } = p.step(trainModels, { seeds, note });
  expectTypeOf(outputs.lstm).toEqualTypeOf<Ref<string>>();
  expectTypeOf(outputs.outcome).toEqualTypeOf<
    Ref<'trained' | 'incomplete' | 'failed' | 'unclear' | 'contradicted' | 'error'>
  >();
  return { lstm: outputs.lstm, forest: outputs.forest, report: outputs.report };
});

describe('httpTraining', () => {
  const { template } = emitted(unit);
  const { container, outputs } = template('train-models');
  const env = Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value]));
  const plan = JSON.parse(env.TRAINING ?? '') as TrainingPlan;

  it('tells the program what it reads, and the token from its Secret', () => {
    expect(planProblems(plan)).toEqual([]);
    expect(plan).toMatchObject({
      start: { path: '/api/v3/aiops/models/train', statuses: [200, 201, 202], timeoutSeconds: 1800 },
      statusPath: '/api/v3/aiops/models/status',
      experiment: 'aiops-models',
      models: [
        { name: 'lstm', output: 'lstm', required: true, ...lstm },
        { name: 'forest', output: 'forest', ...forest },
      ],
      untrained: [{ name: 'rules', claim: { at: 'results', has: 'rules' } }],
    });
    expect(env).toMatchObject({
      TRAINING_URL: url,
      MLFLOW_TRACKING_URI: registry.url,
      PIPELINE_RUN: '{{workflow.name}}',
      DEADLINE_SECONDS: '2400',
    });
    expect(env).not.toHaveProperty('MLFLOW_REGISTERED_MODEL');
    expect(container?.env).toContainEqual({
      name: 'TRAINING_TOKEN',
      valueFrom: { secretKeyRef: { name: 'aiops-engine', key: 'token' } },
    });
  });

  it('hands on a text for each model, beside the outcome and the report', () => {
    expect(outputs?.parameters?.map(({ name }) => name)).toEqual(['outcome', 'report', 'lstm', 'forest']);
  });

  it('keeps values out of the JSON: each is a variable, and the program puts it in its place as what it is', () => {
    const of = (name: string): string => plan.start.values.findIndex(({ at }) => at.at(-1) === name).toString();
    expect(env[`BODY_${of('samples')}`]).toBe('{{inputs.parameters.samples}}');
    expect(env[`BODY_${of('pipeline.run')}`]).toBe('{{workflow.name}}');
    const hostile = '", "models": ["all"], "x": "{{workflow.name}} $(id)\n';
    const given: Record<string, string> = {
      seeds: '[1,2]',
      samples: '1000',
      rate: '0.25',
      synthetic: 'false',
      note: hostile,
    };
    const told = plan.start.values.map(({ at }, i) => [`BODY_${i}`, given[String(at.at(-1))] ?? 'small'] as const);
    expect(bodyOf(plan.start, Object.fromEntries(told))).toEqual({
      models: ['lstm', 'forest'],
      data: { synthetic: false, samples: 1000, rate: 0.25, seeds: [1, 2], note: hostile },
      kinds: ['small', 'other', null, 1.5],
      tags: { 'pipeline.run': 'small' },
    });
  });

  it('is a task like any other on Tekton', () => {
    const made = emittedByTekton((chart) => new Pipeline(chart, 'it', { pipeline: unit, engine: tekton('1.15') }));
    const env = made.step('train-models', 'train-models').env ?? [];
    const told = env.find(({ name }) => name === 'TRAINING')?.value ?? '';
    expect(JSON.parse(told)).toEqual(plan);
    expect(env).toContainEqual({
      name: 'TRAINING_TOKEN',
      valueFrom: { secretKeyRef: { name: 'aiops-engine', key: 'token' } },
    });
    expect(made.pipeline.results?.map(({ name }) => name)).toEqual(['lstm', 'forest', 'report']);
  });

  it('trains the one model of a TrainingPipeline, which is called runId', () => {
    const train = httpTraining('train-one', {
      url,
      registry,
      experiment: 'fraud',
      start: { path: '/train', body: () => ({ epochs: 5 }) },
      poll: { path: '/jobs/{job.id}', state: 'state', running: ['busy'], done: ['ready'], failed: [] },
      models: { runId: { status: { at: 'state', is: 'ready' }, run: { id: 'run' } } },
      deadline: Duration.hours(2),
    });
    const judge = task('judge', {
      image,
      inputs: { runId: text() },
      outputs: { verdict: verdict(), reason: text() },
      command: ['judge'],
    });
    const evaluate = Evaluation.task(judge);
    const made = emittedBy(
      (chart) => new TrainingPipeline(chart, 'train-model', { engine, train, evaluate, registry }),
    );
    expect(made.template('register-model').container?.env).toContainEqual({
      name: 'RUN_ID',
      value: '{{inputs.parameters.run-id}}',
    });
  });

  type Props = HttpTrainingProps<Params, unknown>;
  const of = (more: Partial<Props> | Readonly<Record<string, unknown>>) =>
    httpTraining('it', {
      url,
      registry,
      experiment: 'aiops-models',
      start: { path: '/train', body: () => ({}) },
      models: { lstm },
      deadline: Duration.hours(1),
      ...more,
    } as never);
  const start = (more: object) => of({ start: { path: '/train', body: () => ({}), ...more } });
  const poll = (more: object) =>
    of({ poll: { path: '/jobs/{id}', state: 'state', running: ['busy'], done: ['ready'], failed: ['lost'], ...more } });
  const model = (more: object) => of({ models: { lstm: { ...lstm, ...more } } });

  it.each<readonly [string, () => unknown, RegExp]>([
    ['a misspelt property', () => of({ experimant: 'x' }), /MLP1007.*experimant/s],
    ['a token that stands there', () => of({ token: 'hunter22' }), /MLP1203/],
    ['an address of this machine', () => of({ url: 'http://localhost:8100' }), /MLP1209/],
    ['no registry', () => of({ registry: undefined }), /MLP3074.*registry/s],
    ['no experiment', () => of({ experiment: '' }), /MLP3074.*experiment of MLflow/s],
    ['a path to another host', () => start({ path: '//elsewhere/train' }), /MLP3074.*start\.path/s],
    ['a path with braces that nobody fills', () => start({ path: '/train/{id}' }), /MLP3074.*start\.path/s],
    ['a status that is an error', () => start({ statuses: [200, 500] }), /MLP3074.*start\.statuses/s],
    ['a header that is none', () => start({ idempotencyHeader: 'a b' }), /MLP3074.*idempotencyHeader/s],
    ['a body that is no function', () => start({ body: {} }), /MLP3074.*the body of httpTraining 'it'/s],
    ['a body that is a list', () => start({ body: () => [] }), /MLP3074.*start\.body/s],
    ['a value that JSON does not have', () => start({ body: () => ({ a: [Number.NaN] }) }), /MLP3074.*at a\.0 is NaN/s],
    ['a date', () => start({ body: () => ({ at: new Date(0) }) }), /MLP3074.*at at is/s],
    ['a secret in the body', () => start({ body: () => ({ a: secretKey('s', 'k') }) }), /MLP3074.*at a is/s],
    [
      'a longer wait for the answer than for all',
      () => start({ timeout: Duration.hours(2) }),
      /MLP3074.*7200 s.*3600 s/s,
    ],
    ['a deadline beyond a week', () => of({ deadline: Duration.days(8) }), /MLP3074.*deadline/s],
    ['a poll without words for done', () => poll({ done: [] }), /MLP3074.*poll\.done/s],
    ['a word that means two things', () => poll({ failed: ['ready'] }), /MLP3074.*'ready' stands there twice/s],
    ['a field in braces that is none', () => poll({ path: '/jobs/{a b}' }), /MLP3074.*poll\.path/s],
    ['a state that is no field', () => poll({ state: '$.state' }), /MLP3074.*poll\.state/s],
    ['a misspelt property of the poll', () => poll({ runing: [] }), /MLP3074.*poll\.runing: is not known/s],
    ['no models', () => of({ models: {} }), /MLP3075.*at least one/s],
    ['a model called as an output is', () => of({ models: { report: lstm } }), /MLP3075.*'report'/s],
    ['a model without a status', () => model({ status: undefined }), /MLP3075.*models\.lstm\.status/s],
    [
      'a status that says two things',
      () => model({ status: { at: 'a', is: true, has: 'b' } }),
      /MLP3075.*lstm\.status/s,
    ],
    ['a model whose every run would do', () => model({ run: {} }), /MLP3075.*every run would do/s],
    ['a run with id and name', () => model({ run: { id: 'a', name: 'b' } }), /MLP3075.*nothing beside it/s],
    ['a misspelt property of a model', () => model({ require: true }), /MLP1007.*require/s],
    [
      'an untrained model without a status',
      () => of({ untrained: { rules: {} } }),
      /MLP3075.*untrained\.rules\.status/s,
    ],
  ])('is refused with %s', (_, make, message) => {
    expect(make).toThrow(message);
  });

  it('is started with values of the type that its inputs have', () => {
    pipeline('typed', {}, (p) => {
      // @ts-expect-error: seeds are needed
      expect(() => p.step(trainModels, {})).toThrow(/seeds/);
      // @ts-expect-error: no such output
      expect(() => p.step(trainModels, { seeds: [1] }).outputs.xgb).toThrow(/xgb/);
      return {};
    });
    expect(() => emittedBy((chart) => new WorkflowTemplate(chart, 'it', { pipeline: unit, engine }))).not.toThrow();
  });
});
