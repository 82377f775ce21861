import { describe, expect, it } from 'vitest';
import { ModelContract, type ModelContractProps, pipeline, text, WorkflowTemplate } from '../../src/index';
import { emittedBy } from '../engines/argo/emitted';
import { served } from '../engines/kserve/definitions';
import { engine } from './nouns';

const anomaly: ModelContractProps = {
  features: ['cpu', 'memory', 'disk', 'network', 'restarts'],
  prediction: { type: 'integer', oneOf: [-1, 1] },
  samples: [{ instance: [0.5, 0.6, 0.4, 100, 80] }],
};
const forecast: ModelContractProps = {
  features: ['cpu', 'memory', 'disk', 'rx', 'tx'],
  window: 24,
  prediction: { type: 'array', length: 12, items: { type: 'number' } },
  samples: [{ instance: Array.from({ length: 120 }, (_, i) => i / 120) }],
};

/** The environment of the check, as it is emitted. */
function envOf(contract: ModelContract): Readonly<Record<string, string>> {
  const check = contract.check({ name: 'answers' });
  const { template } = emittedBy((chart) => {
    const it = pipeline('gate', { modelVersion: text({ pattern: /[0-9]+/ }) }, (p, { modelVersion }) => {
      const call = check.call({ environment: served(), modelVersion, runId: '', programImage: undefined });
      return p.step(call.unit as never, call.inputs as never).outputs;
    });
    new WorkflowTemplate(chart, 'gate', { pipeline: it, engine });
  });
  const { container } = template('answers');
  return Object.fromEntries((container?.env ?? []).map(({ name, value = '' }) => [name, value]));
}

describe('a model contract', () => {
  it('counts the values of an instance once, for everybody', () => {
    const contract = ModelContract.of('predictive', forecast);
    expect(contract.values).toBe(120);
    expect(contract.env).toEqual({
      MODEL_NAME: 'predictive',
      MODEL_FEATURES: 'cpu,memory,disk,rx,tx',
      MODEL_WINDOW: '24',
      MODEL_VALUES: '120',
    });
    const file = contract.file.volume as { files?: Record<string, string> };
    expect(JSON.parse(file.files?.['contract.json'] ?? '')).toMatchObject({
      name: 'predictive',
      values: 120,
      samples: [{ instance: expect.any(Array) }],
      prediction: { type: 'array', length: 12 },
    });
    expect(contract.markdown).toContain('Takes 120 numbers');
    expect(contract.markdown).toContain('each at 24 points in time');
  });

  it('is asked by the first protocol with all samples at once', () => {
    const env = envOf(ModelContract.of('anomaly-detector', anomaly));
    expect(env).toMatchObject({ REQUEST_PATH: '/v1/models/anomaly-detector:predict', VERSION_PROOF: 'elsewhere' });
    expect(JSON.parse(env.EXPECT ?? '')).toEqual({
      status: 200,
      json: { predictions: { type: 'array', length: 1, items: { type: 'integer', oneOf: [-1, 1] } } },
    });
  });

  it('is asked by the second protocol in one list of numbers', () => {
    const env = envOf(ModelContract.of('predictive', { ...forecast, protocol: 'v2' }));
    expect(env).toMatchObject({ REQUEST_PATH: '/v2/models/predictive/infer' });
    const data = { type: 'array', length: 12, items: { type: 'number' } };
    expect(JSON.parse(env.EXPECT ?? '').json).toEqual({
      outputs: { type: 'array', length: 1, items: { type: 'object', fields: { data } } },
    });
  });

  it('expects exactly what is known for certain', () => {
    const samples = [
      { instance: [0, 0, 0, 0, 0], expected: 1 },
      { instance: [9, 9, 9, 9, 9], expected: -1 },
    ] as const;
    for (const protocol of ['v1', 'v2'] as const) {
      const env = envOf(ModelContract.of('anomaly-detector', { ...anomaly, samples, protocol }));
      expect(env.EXPECT).toContain('{"type":"array","equals":[1,-1]}');
    }
  });

  it.each<[string, object, RegExp]>([
    ['no features', { features: [] }, /MLP2206: .* has the features \[\]/],
    ['one feature twice', { features: ['cpu', 'cpu', 'a', 'b', 'c'] }, /MLP2206: .* has the feature 'cpu' twice/],
    ['half a window', { window: 0.5 }, /MLP2206: .* has a window of 0.5/],
    ['a protocol that there is not', { protocol: 'v3' }, /MLP2206: .* speaks 'v3'/],
    ['no shape', { prediction: { type: 'text' } }, /MLP2206: .* no shape of a prediction/],
    ['no samples', { samples: [] }, /MLP2206: .* has no samples/],
    ['too few values', { samples: [{ instance: [1, 2] }] }, /MLP2206: sample 0 .* has 2 values\n.*5 finite numbers/],
    ['a value that is none', { samples: [{ instance: [1, 2, 3, 4, Number.NaN] }] }, /MLP2206: sample 0/],
    [
      'an answer that is not of its shape',
      { samples: [{ instance: [1, 2, 3, 4, 5], expected: 0 }] },
      /MLP2206: sample 0 .* expects 0\n.*one of/,
    ],
    [
      'an answer to one of two',
      { samples: [{ instance: [1, 2, 3, 4, 5], expected: 1 }, { instance: [1, 2, 3, 4, 5] }] },
      /MLP2206: .* knows the answer to 1 of its 2 samples/,
    ],
    ['a word that nobody reads', { feature: ['a'] }, /MLP1007/],
  ])('is refused with %s', (_, props, says) => {
    expect(() => ModelContract.of('anomaly-detector', { ...anomaly, ...props } as never)).toThrow(says);
  });
});
