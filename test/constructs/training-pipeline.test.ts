import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import {
  artifact,
  Evaluation,
  list,
  MlflowRegistry,
  number,
  oneOf,
  pipeline,
  queue,
  TrainingPipeline,
  task,
  text,
  verdict,
} from '../../src/index';
import { emittedBy } from '../engines/argo/emitted';
import { digest, engine, evaluation, image, judge, modelVersion, train } from './nouns';

const logs = task('train', { image, outputs: { runId: text({ pattern: /[0-9a-f]{32}/ }) }, command: ['t'] });
const registry = MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', { model: 'fraud' });

const emitted = emittedBy(
  (chart) => new TrainingPipeline(chart, 'train-fraud', { engine, train, evaluate: evaluation }),
);

describe('a training pipeline', () => {
  const { template, node, spec } = emitted;

  it('takes what training takes, and checks it', () => {
    expect(spec().arguments?.parameters).toEqual([
      { name: 'size', description: 'of the model', value: 'small', enum: ['small', 'large'] },
    ]);
    expect(node('main', 'train-fraud').template).toBe('train-fraud');
  });

  it('judges what was trained, by what training hands on', () => {
    expect(node('train-fraud', 'evaluate')).toMatchObject({
      depends: 'train.Succeeded',
      template: 'evaluate-verdict',
      arguments: { parameters: [{ name: 'model-version' }] },
    });
  });

  it('hands on a candidate only if the verdict is pass', () => {
    const [first, ...more] = template('train-fraud-on-evaluate-verdict').outputs?.parameters ?? [];
    expect(first).toEqual({
      name: 'model-version',
      valueFrom: {
        expression: "inputs.parameters['evaluate-verdict'] == 'pass' ? inputs.parameters['train-model-version'] : ''",
      },
    });
    const names = ['run-id', 'digest', 'commit', 'uri', 'accuracy'];
    expect(more.map(({ name }) => name)).toEqual(names);
    expect(template('train-fraud').outputs?.parameters?.map(({ name }) => name)).toEqual(['model-version', ...names]);
  });

  it('ends red for any other verdict: rejected for fail, held for error and inconclusive', () => {
    const arms = template('train-fraud-on-evaluate-verdict').steps?.[0] ?? [];
    expect(
      arms.map(({ name, template: called, arguments: args }) => [name, called, args?.parameters?.[0]?.value]),
    ).toEqual([
      ['fail', 'end-red', 'rejected'],
      ['error', 'end-red', 'held'],
      ['inconclusive', 'end-red', 'held'],
    ]);
    for (const { continueOn } of arms) expect(continueOn).toBeUndefined();
  });

  it('keeps artifacts in the run, where the evaluation may use them', () => {
    const made = task('train', {
      image,
      outputs: { modelVersion, digest, model: artifact('/work/model.pt') },
      writable: ['/work'],
      command: ['t'],
    });
    const look = task('evaluate', {
      image,
      inputs: { model: artifact('/in/model.pt') },
      outputs: { verdict: verdict(), reason: text() },
      command: ['e'],
    });
    const { template, node } = emittedBy(
      (chart) => new TrainingPipeline(chart, 'it', { engine, train: made, evaluate: Evaluation.task(look) }),
    );
    expect(node('it', 'evaluate').arguments?.artifacts).toEqual([
      { name: 'model', from: '{{tasks.train.outputs.artifacts.model}}' },
    ]);
    expect(template('it').outputs?.artifacts).toBeUndefined();
  });

  it('can train by a pipeline of one’s own', () => {
    const own = pipeline('own', { size: oneOf(['s', 'l']) }, (p, { size }) => {
      const { outputs } = p.step(train, { size: 'small' });
      p.step(task('log', { image, inputs: { size: text() }, command: ['log'] }), { size });
      return { modelVersion: outputs.modelVersion, digest: outputs.digest };
    });
    const { node } = emittedBy(
      (chart) => new TrainingPipeline(chart, 'it', { engine, train: own, evaluate: evaluation }),
    );
    expect(node('it', 'own')).toMatchObject({ template: 'own', arguments: { parameters: [{ name: 'size' }] } });
  });

  it('feeds the evaluation also what training was given', () => {
    const look = task('evaluate', {
      image,
      inputs: { size: oneOf(['small', 'large']), accuracy: number(), limit: number({ default: 0.9 }) },
      outputs: { verdict: verdict(), reason: text() },
      command: ['e'],
    });
    const { node } = emittedBy(
      (chart) => new TrainingPipeline(chart, 'it', { engine, train, evaluate: Evaluation.task(look) }),
    );
    expect(node('it', 'evaluate').arguments?.parameters?.map(({ name }) => name)).toEqual(['size', 'accuracy']);
  });

  it('has the deadline and the queue that it was given', () => {
    const { spec } = emittedBy(
      (chart) =>
        new TrainingPipeline(chart, 'it', {
          engine,
          train,
          evaluate: evaluation,
          deadline: Duration.hours(9),
          queue: queue('gpu'),
        }),
    );
    expect(spec()).toMatchObject({ activeDeadlineSeconds: 32_400, synchronization: { mutexes: [{ name: 'gpu' }] } });
  });

  it.each<[string, object, RegExp]>([
    [
      'nothing that says what was trained',
      { train: task('train', { image, command: ['t'] }) },
      /MLP3001: task 'train' does not say what it trained[\s\S]*at chart\/it/,
    ],
    ['a run and no registry', { train: logs }, /MLP3001: task 'train' hands on a run, and there is no registry/],
    ['two who register', { register: {} }, /MLP3001: task 'train' has registered the model already/],
    ['a build that says nothing', { build: logs }, /MLP3001: task 'train' does not say which image it built/],
    [
      'no digest of the image',
      { train: task('train', { image, outputs: { modelVersion }, command: ['t'] }) },
      /MLP3001: task 'train' does not say which image/,
    ],
    [
      'a version that is no text',
      { train: task('train', { image, outputs: { modelVersion: list(text()) }, command: ['t'] }) },
      /MLP3001/,
    ],
    [
      'an evaluation that needs more',
      {
        evaluate: Evaluation.task(
          task('evaluate', { image, inputs: { f1: number() }, outputs: { verdict: verdict() }, command: ['e'] }),
        ),
      },
      /MLP1122.*'f1'/,
    ],
    [
      'an evaluation of another type',
      {
        evaluate: Evaluation.task(
          task('evaluate', {
            image,
            inputs: { modelVersion: number() },
            outputs: { verdict: verdict() },
            command: ['e'],
          }),
        ),
      },
      /MLP1122.*'modelVersion'/,
    ],
    ['no training', { train: undefined }, /MLP1109/],
    ['no evaluation', { evaluate: undefined }, /MLP/],
    ['an evaluation that is a task', { evaluate: judge }, /MLP/],
    ['no engine', { engine: undefined }, /MLP2003/],
    ['a property that nobody reads', { evalute: 1 }, /did you mean 'evaluate'/],
  ])('is refused with %s', (_, wrong, message) => {
    const props = { engine, train, evaluate: evaluation, ...wrong };
    expect(() => emittedBy((chart) => new TrainingPipeline(chart, 'it', props as never))).toThrow(message);
  });
});

describe('a training pipeline that registers what passed', () => {
  const looks = Evaluation.pytest({ directory: 'tests/', minTests: 1 });
  const build = task('build', { image, inputs: { uri: text() }, outputs: { digest, commit: text() }, command: ['b'] });
  const of = (more: object = {}) =>
    emittedBy(
      (chart) => new TrainingPipeline(chart, 'it', { engine, train: logs, evaluate: looks, registry, ...more }),
    );
  const passed = 'it-on-evaluate-verdict-pass';

  it('does so only in the arm for pass, and builds from what was registered', () => {
    const { template, node } = of({ register: { alias: 'development', artifact: 'model' }, build });
    expect(template(passed).dag?.tasks?.map(({ name, depends }) => [name, depends])).toEqual([
      ['register-model', undefined],
      ['build', 'register-model.Succeeded'],
    ]);
    expect(node(passed, 'build').arguments?.parameters?.map(({ name }) => name)).toEqual(['uri']);
    const env = template('register-model').container?.env ?? [];
    expect(Object.fromEntries(env.map(({ name, value }) => [name, value]))).toMatchObject({
      ALIAS: 'development',
      MODEL_ARTIFACT: 'model',
      MLFLOW_REGISTERED_MODEL: 'fraud',
    });
    const steps = template('it-on-evaluate-verdict').steps?.[0] ?? [];
    expect(steps.map(({ name, template: called }) => [name, called])).toEqual([
      ['pass', passed],
      ['fail', 'end-red'],
      ['error', 'end-red'],
      ['inconclusive', 'end-red'],
    ]);
  });

  it('hands on a whole candidate: version, run, digest, commit and address', () => {
    const { template } = of({ build });
    const outputs = template(passed).outputs?.parameters ?? [];
    const from = (name: string) => JSON.stringify(outputs.find((each) => each.name === name)?.valueFrom);
    expect(from('model-version')).toContain('register-model.outputs.parameters.model-version');
    expect(from('run-id')).toContain('inputs.parameters');
    expect(from('digest')).toContain('build.outputs.parameters.digest');
    expect(from('commit')).toContain('build.outputs.parameters.commit');
    expect(from('uri')).toContain('register-model.outputs.parameters.artifact-uri');
  });

  it('has the digest of the address where nothing is built', () => {
    const outputs = of().template(passed).outputs?.parameters ?? [];
    expect(JSON.stringify(outputs.find(({ name }) => name === 'digest'))).toContain(
      'register-model.outputs.parameters.digest',
    );
  });

  it('is judged by its run, since it has no version yet', () => {
    const env = of().template('evaluate').container?.env ?? of().template('evaluate-task').container?.env ?? [];
    expect(env.map(({ name }) => name)).toContain('RUN_ID');
    expect(env.map(({ name }) => name)).not.toContain('MODEL_VERSION');
  });

  it.each([
    ['an alias that MLflow reserves', { alias: 'latest' }, /MLP3003/],
    ['a path that leads out of the run', { artifact: '../x' }, /MLP3003/],
    ['a word that nobody reads', { artefact: 'x' }, /did you mean 'artifact'/],
  ])('refuses %s', (_, register, message) => {
    expect(() => of({ register })).toThrow(message);
  });
});

describe('an evaluation', () => {
  it('is a task with a verdict called verdict', () => {
    expect(() => Evaluation.task(judge)).not.toThrow();
  });

  it.each<[string, unknown, RegExp]>([
    [
      'a task without a verdict',
      train,
      /MLP3005: 'train' can't judge a model\n {2}expected: a task with the output verdict: verdict\(\)/,
    ],
    ['a verdict of another name', task('judge', { image, outputs: { result: verdict() }, command: ['j'] }), /MLP3005/],
    ['a pipeline', pipeline('p', {}, (p) => p.step(judge, { modelVersion: '1' })), /MLP3005/],
    ['nothing', undefined, /MLP1109/],
  ])('is not %s', (_, unit, message) => {
    expect(() => Evaluation.task(unit as never)).toThrow(message);
  });
});
