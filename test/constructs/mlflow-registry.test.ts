import { describe, expect, it } from 'vitest';
import { configKey, MlflowRegistry, pipeline, secretKey, TrainingPipeline, task } from '../../src/index';
import { emittedBy } from '../engines/argo/emitted';
import { digest, engine, evaluation, image, modelVersion, train } from './nouns';

const user = configKey('mlflow', 'user');
const url = 'http://mlflow.mlops.svc.cluster.local:5000/';
const registry = MlflowRegistry.at(url, {
  model: 'fraud',
  username: user,
  password: secretKey('mlflow', 'password'),
});

describe('a registry', () => {
  const { template, manifests } = emittedBy(
    (chart) => new TrainingPipeline(chart, 'train-fraud', { engine, train, evaluate: evaluation, registry }),
  );
  const expected = [
    { name: 'MLFLOW_TRACKING_URI', value: 'http://mlflow.mlops.svc.cluster.local:5000' },
    { name: 'MLFLOW_REGISTERED_MODEL', value: 'fraud' },
    { name: 'MLFLOW_TRACKING_USERNAME', valueFrom: { configMapKeyRef: { name: 'mlflow', key: 'user' } } },
    { name: 'MLFLOW_TRACKING_PASSWORD', valueFrom: { secretKeyRef: { name: 'mlflow', key: 'password' } } },
  ];

  it.each(['train', 'evaluate'])('reaches the program %s in its environment', (name) => {
    expect(template(name).container?.env).toEqual(expected);
  });

  it('does not reach our own program that ends a run red', () => {
    expect(JSON.stringify(template('end-red'))).not.toContain('MLFLOW');
    expect(manifests.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });

  it('leaves what a program sets itself', () => {
    const own = task('train', {
      image,
      outputs: { modelVersion, digest },
      command: ['t'],
      env: { MLFLOW_REGISTERED_MODEL: 'other' },
    });
    const { template } = emittedBy(
      (chart) => new TrainingPipeline(chart, 'it', { engine, train: own, evaluate: evaluation, registry }),
    );
    expect(template('train').container?.env).toContainEqual({ name: 'MLFLOW_REGISTERED_MODEL', value: 'other' });
    expect(template('train').container?.env).toHaveLength(4);
  });

  it('is refused for training that is no single program, which it could not reach', () => {
    const several = pipeline('several', {}, (p) => p.step(train));
    expect(() =>
      emittedBy(
        (chart) => new TrainingPipeline(chart, 'it', { engine, train: several, evaluate: evaluation, registry }),
      ),
    ).toThrow(/MLP1203: .*'several'[\s\S]*at chart\/it/);
  });

  it('takes its password by reference only', () => {
    for (const wrong of ['hunter2', 5, {}, null])
      expect(() => MlflowRegistry.at(url, { model: 'fraud', username: user, password: wrong as never })).toThrow(
        /MLP1203/,
      );
  });

  it('takes a token instead of a name and a password, and neither alone', () => {
    const secret = secretKey('mlflow', 'password');
    expect(MlflowRegistry.at(url, { model: 'fraud', token: secret }).env).toHaveProperty(
      'MLFLOW_TRACKING_TOKEN',
      secret,
    );
    for (const half of [{ username: user }, { password: secret }, { username: user, password: secret, token: secret }])
      expect(() => MlflowRegistry.at(url, { model: 'fraud', ...half })).toThrow(/MLP1203: .*half, or two kinds/);
  });

  it('does not repeat a password in its message', () => {
    let message = '';
    try {
      MlflowRegistry.at(url, { model: 'fraud', username: user, password: 'hunter2' as never });
    } catch (problem) {
      message = `${(problem as Error).message} ${JSON.stringify(problem)}`;
    }
    expect(message).toContain('password');
    expect(message).not.toContain('hunter2');
  });

  it.each(['http://localhost:5000', 'http://u:p@mlflow', 'mlflow'])('can not be at %s', (wrong) => {
    expect(() => MlflowRegistry.at(wrong, { model: 'fraud' })).toThrow(/MLP1209/);
  });

  it.each(['', 'a/b', 'a:b', '.hidden', 'a b', "it's", '{{x}}', 'x'.repeat(251), 5, undefined])(
    'can not hold a model called %j',
    (model) => {
      expect(() => MlflowRegistry.at(url, { model: model as string })).toThrow(/MLP3003/);
    },
  );

  it('says what is wrong where nothing was given', () => {
    expect(() => MlflowRegistry.at(url, undefined as never)).toThrow(/MLP/);
    expect(() => MlflowRegistry.at(url, { model: 'a', pasword: 'x' } as never)).toThrow(/did you mean 'password'/);
  });
});
