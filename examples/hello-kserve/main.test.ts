import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { committed, synthesized } from '../../test/synthesized';

describe('the hello-kserve example', () => {
  const files = synthesized('hello-kserve');
  const read = (file: string) => parseAllDocuments(files.get(file) ?? '').map((document) => document.toJS());

  it('writes the committed manifests, no more and no less', async () => {
    expect([...files.keys()]).toEqual([...committed('hello-kserve').keys()]);
    for (const [file, text] of files)
      await expect(text).toMatchFileSnapshot(`../../dist-manifests/hello-kserve/${file}`);
  });

  it('serves no version before one is deployed', () => {
    const services = read('models.yaml').filter(({ kind }) => kind === 'InferenceService');
    expect(services.map(({ spec }) => spec.predictor.model.storageUri)).toEqual([
      's3://mlflow/not-deployed',
      's3://mlflow/not-deployed',
    ]);
  });

  it('asks staging by the contract that training was given', () => {
    const templates = read('delivery.yaml').flatMap(({ kind, spec }) =>
      kind === 'WorkflowTemplate' ? spec.templates : [],
    );
    const envOf = (name: string): Record<string, string> => {
      const { container } = templates.find((each) => each.name === name);
      return Object.fromEntries(container.env.map((each: { name: string; value: string }) => [each.name, each.value]));
    };
    expect(envOf('train').MODEL_VALUES).toBe('5');
    expect(envOf('check-http-v2-models-anomaly-detector-infer').REQUEST_PATH).toBe('/v2/models/anomaly-detector/infer');
    expect(envOf('wait-rollout')).toMatchObject({
      WORKLOAD: 'inferenceservice/anomaly-detector',
      VERSION_MODEL: 'address',
    });
  });
});
