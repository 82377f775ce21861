import { describe, expect, it } from 'vitest';
import {
  argo,
  Evaluation,
  Image,
  integer,
  type MetricsRules,
  MlflowRegistry,
  number,
  secretKey,
  TrainingPipeline,
  task,
  text,
} from '../../src/index';
import { type Emitted, emittedBy } from '../engines/argo/emitted';
import { runProgram } from '../programs/run-program';
import { expanded } from '../property/kubelet';
import { digest, engine, image, modelVersion } from './nouns';

const train = task('train', {
  image,
  outputs: {
    modelVersion,
    digest,
    accuracy: number(),
    loss: number(),
    trainLoss: number(),
    testSamples: integer(),
    championAccuracy: text(),
    dataHash: text(),
    championDataHash: text(),
  },
  command: ['train'],
});

const all: MetricsRules = {
  metrics: {
    accuracy: { better: 'higher', atLeast: 0.8, champion: { of: 'championAccuracy', gain: { atLeast: 0.001 } } },
    loss: { better: 'lower', lessThan: 0.4, gap: { to: 'trainLoss', atMost: 0.1 } },
  },
  samples: { of: 'testSamples', atLeast: 500 },
  data: { of: 'dataHash', champion: 'championDataHash' },
};

function emittedWith(rules: unknown, props: object = {}): Emitted {
  const evaluate = Evaluation.metrics(rules as { metrics: { accuracy: { atLeast: number } } });
  return emittedBy((chart) => new TrainingPipeline(chart, 'it', { engine, train, evaluate, ...props }));
}

describe('an evaluation by metrics', () => {
  it('hands its program the rules and the outputs that they name', () => {
    const { template, node } = emittedWith(all);
    const names = ['accuracy', 'loss', 'trainLoss', 'testSamples', 'championAccuracy', 'dataHash', 'championDataHash'];
    const env = template('evaluate').container?.env ?? [];
    expect(env.map(({ name }) => name)).toEqual([...names.map((name) => `VALUE_${name}`), 'RULES']);
    expect(env[0]).toEqual({ name: 'VALUE_accuracy', value: '{{inputs.parameters.accuracy}}' });
    expect(env[3]).toEqual({ name: 'VALUE_testSamples', value: '{{inputs.parameters.test-samples}}' });
    expect(JSON.parse(env.at(-1)?.value ?? '')).toEqual(all);
    expect(node('it', 'evaluate').arguments?.parameters).toHaveLength(7);
  });

  it('runs in the image of the programs, from a ConfigMap named after its content', () => {
    const programImage = Image.tagged('ghcr.io/acme/node:22.20.0');
    const { template } = emittedWith(all, { engine: argo('4.0', { programImage }) });
    expect(template('evaluate').container).toMatchObject({
      image: programImage.reference,
      command: ['node', '/program/check-metrics.mjs'],
    });
    expect(template('evaluate').volumes).toContainEqual({
      name: 'program-check-metrics',
      configMap: { name: expect.stringMatching(/^program-check-metrics-[0-9a-f]{10}$/) },
    });
  });

  it('is not told the credentials of a registry, which it does not ask', () => {
    const registry = MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', {
      model: 'fraud',
      username: secretKey('mlflow', 'username'),
      password: secretKey('mlflow', 'password'),
    });
    const { template } = emittedWith(all, { registry });
    const names = (task: string) => template(task).container?.env?.map(({ name }) => name);
    expect(names('train')).toContain('MLFLOW_TRACKING_PASSWORD');
    expect(names('evaluate')?.join()).not.toContain('MLFLOW');
  });

  it('is understood by its program', async () => {
    const env = emittedWith(all).template('evaluate').container?.env ?? [];
    const seen = Object.fromEntries(env.map(({ name, value = '' }) => [name, expanded(value, {})]));
    const values = {
      VALUE_accuracy: '0.9',
      VALUE_loss: '0.3',
      VALUE_trainLoss: '0.25',
      VALUE_testSamples: '500',
      VALUE_championAccuracy: '0.85',
      VALUE_dataHash: 'a1',
      VALUE_championDataHash: 'a1',
    };
    const { outputs } = await runProgram('check-metrics', { ...seen, ...values });
    expect(outputs.verdict).toBe('pass');
  });

  it('is not changed by what happens to its rules later', () => {
    const rules = { metrics: { accuracy: { atLeast: 0.8 } } };
    const evaluate = Evaluation.metrics(rules);
    rules.metrics.accuracy.atLeast = 0;
    const { template } = emittedBy((chart) => new TrainingPipeline(chart, 'it', { engine, train, evaluate }));
    expect(template('evaluate').container?.env?.at(-1)?.value).toBe('{"metrics":{"accuracy":{"atLeast":0.8}}}');
  });

  const compared = { better: 'higher', atLeast: 0.8 };
  const gain = { atLeast: 0 };
  it.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /expected an object with metrics/],
    ['no metrics', { metrics: {} }, /metrics: expected rules by the name of a metric/],
    ['a metric without a limit', { metrics: { accuracy: {} } }, /accuracy: has no limit, so every number would pass/],
    ['a limit that is NaN', { metrics: { accuracy: { atLeast: Number.NaN } } }, /accuracy\.atLeast: expected a number/],
    ['a limit that is text', { metrics: { accuracy: { atLeast: '0.8' } } }, /accuracy\.atLeast: expected a number/],
    [
      'a limit that is misspelt',
      { metrics: { accuracy: { atleast: 0.8 } } },
      /accuracy\.atleast: unknown, expected atLeast/,
    ],
    [
      'two floors',
      { metrics: { accuracy: { atLeast: 0.8, moreThan: 0.7 } } },
      /accuracy: has both atLeast and moreThan/,
    ],
    [
      'limits that nothing is within',
      { metrics: { accuracy: { atLeast: 0.8, lessThan: 0.8 } } },
      /accuracy: no number is within its limits/,
    ],
    [
      'a comparison without a direction',
      { metrics: { accuracy: { atLeast: 0.8, champion: { of: 'championAccuracy', gain } } } },
      /accuracy\.better: 'higher' or 'lower' must be said/,
    ],
    [
      'a gap without a direction',
      { metrics: { loss: { gap: { to: 'trainLoss', atMost: 1 } } } },
      /loss\.better: .* must be said/,
    ],
    [
      'a direction that is none',
      { metrics: { loss: { better: 'less', gap: { to: 'trainLoss', atMost: 1 } } } },
      /loss\.better: expected 'higher' or 'lower'/,
    ],
    ['a direction for nothing', { metrics: { accuracy: compared } }, /accuracy\.better: is for a comparison/],
    [
      'a limit on the better side',
      { metrics: { loss: { better: 'lower', atLeast: 0.1, gap: { to: 'trainLoss', atMost: 1 } } } },
      /loss: has a limit on the side that is better, lower/,
    ],
    [
      'only a champion',
      { metrics: { accuracy: { better: 'higher', champion: { of: 'championAccuracy', gain } } } },
      /accuracy: needs a limit of its own/,
    ],
    [
      'a champion without a limit',
      { metrics: { accuracy: { ...compared, champion: { of: 'championAccuracy' } } } },
      /accuracy\.champion: expected a gain or a relativeGain/,
    ],
    [
      'a champion that is nobody',
      { metrics: { accuracy: { ...compared, champion: { gain } } } },
      /accuracy\.champion\.of: expected the name/,
    ],
    [
      'a gain without a floor',
      { metrics: { accuracy: { ...compared, champion: { of: 'championAccuracy', gain: {} } } } },
      /accuracy\.champion\.gain: expected atLeast or moreThan/,
    ],
    [
      'a gain with a ceiling',
      { metrics: { accuracy: { ...compared, champion: { of: 'championAccuracy', gain: { atMost: 1 } } } } },
      /accuracy\.champion\.gain: expected atLeast or moreThan/,
    ],
    [
      'a gap to itself',
      { metrics: { loss: { better: 'lower', gap: { to: 'loss', atMost: 1 } } } },
      /loss\.gap\.to: expected the name of another number/,
    ],
    [
      'a gap without a limit',
      { metrics: { loss: { better: 'lower', gap: { to: 'trainLoss' } } } },
      /loss\.gap: expected atMost or lessThan/,
    ],
    [
      'no number of samples',
      { metrics: { accuracy: { atLeast: 0.8 } }, samples: { of: 'testSamples' } },
      /samples\.atLeast: expected a whole number from 1/,
    ],
    [
      'samples that are the metric',
      { metrics: { accuracy: { atLeast: 0.8 } }, samples: { of: 'accuracy', atLeast: 5 } },
      /samples\.of: accuracy is a metric/,
    ],
    [
      'a hash for no comparison',
      { metrics: { accuracy: { atLeast: 0.8 } }, data: { of: 'dataHash', champion: 'championDataHash' } },
      /data: no metric is compared with a champion/,
    ],
    [
      'one hash for both',
      { ...all, data: { of: 'dataHash', champion: 'dataHash' } },
      /data: names the same hash twice/,
    ],
    [
      'a champion that is a metric',
      { metrics: { accuracy: { ...compared, champion: { of: 'loss', gain } }, loss: { atMost: 1 } } },
      /loss: is named for two different things/,
    ],
    ['a member that nobody reads', { ...all, sample: {} }, /sample: unknown, expected metrics, samples, data/],
  ])('is refused with %s', (_, rules, message) => {
    expect(() => Evaluation.metrics(rules as MetricsRules)).toThrow(/MLP3009: Evaluation\.metrics can't judge/);
    expect(() => Evaluation.metrics(rules as MetricsRules)).toThrow(message);
  });

  it.each([
    ['a number that training does not hand on', { metrics: { f1: { atLeast: 0.8 } } }, /MLP1122.*'f1'/],
    ['a number that is text', { metrics: { dataHash: { atLeast: 0.8 } } }, /MLP1122.*'dataHash'/],
  ])('is refused by training with %s', (_, rules, message) => {
    expect(() => emittedWith(rules)).toThrow(message);
  });
});
