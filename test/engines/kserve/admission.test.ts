import { App, Chart } from 'cdk8s';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PipelineError } from '../../../src/core/error';
import { inferenceServiceRefusals } from '../../../src/engines/kserve/admission/inference-service';
import type { Subject } from '../../../src/engines/kserve/admission/subject';
import { KServeInferenceService, KServeServingRuntime } from '../../../src/engines/kserve/index';
import { canJudge, judging } from '../../conformance/judging';
import type { Json } from '../../conformance/mutation';
import { changed, good, refused, taken } from './refused';

type Manifest = { metadata: { name: string; annotations?: Record<string, string> }; spec: Subject['spec'] };

function refusalsOf(document: Json): readonly string[] {
  const { metadata, spec } = document as unknown as Manifest;
  return [...inferenceServiceRefusals({ name: metadata.name, annotations: metadata.annotations ?? {}, spec })];
}

function emit(document: Json): unknown {
  const { metadata, spec } = document as unknown as Manifest;
  const chart = new Chart(new App(), 'test', { namespace: 'fraud' });
  return new KServeInferenceService(chart, 'fraud', { metadata, spec });
}

function thrownBy(make: () => unknown): PipelineError {
  try {
    make();
  } catch (problem) {
    if (PipelineError.is(problem)) return problem;
    throw problem;
  }
  throw new Error('nothing was thrown');
}

describe('an InferenceService with', () => {
  it.each(refused)('$what is refused with words of KServe', ({ changes, says }) => {
    const [first = 'nothing'] = refusalsOf(changed(changes));
    expect(first).toContain(says);
    const { code, message } = thrownBy(() => emit(changed(changes)));
    expect({ code, message }).toEqual({ code: 'MLP2201', message: expect.stringContaining(says) });
  });

  it.each(taken)('$what is taken', ({ changes }) => {
    expect(refusalsOf(changed(changes))).toEqual([]);
    expect(() => emit(changed(changes))).not.toThrow();
  });

  it('several things that KServe refuses is told all of them', () => {
    const document = changed({ name: '1a', 'predictor.minReplicas': -1, 'predictor.containerConcurrency': -1 });
    expect(refusalsOf(document)).toHaveLength(3);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['no deployment mode', { annotations: {} }, /deploymentMode is missing/],
    ['a deployment mode that there is not', { annotations: { 'serving.kserve.io/deploymentMode': 'Raw' } }, /is 'Raw'/],
    ['the key of a framework', { 'predictor.sklearn': {} }, /rewrites spec.predictor.sklearn/],
    [
      'a share of traffic in Standard mode',
      { 'predictor.canaryTrafficPercent': 10 },
      /is ignored outside Knative mode/,
    ],
    [
      'a share of traffic above all of it',
      { annotations: { 'serving.kserve.io/deploymentMode': 'Knative' }, 'predictor.canaryTrafficPercent': 110 },
      /Knative takes 0 to 100/,
    ],
    ['the latest model', { 'predictor.model.storageUri': 's3://models/latest/' }, /names another model tomorrow/],
    ['the latest image of a model', { 'predictor.model.storageUri': 'oci://a/b:latest' }, /names another model/],
  ])('%s is refused, though KServe takes it', (_, changes, says) => {
    const { code, message } = thrownBy(() => emit(changed(changes)));
    expect({ code, message }).toEqual({ code: 'MLP2202', message: expect.stringMatching(says) });
  });
});

/** Two rows in one service, where both fit into it. */
const pairs = fc
  .sample(fc.tuple(fc.constantFrom(...refused, ...taken), fc.constantFrom(...refused, ...taken)), {
    numRuns: 300,
    seed: 7,
  })
  .flatMap(([a, b]) => {
    try {
      return [{ what: `${a.what}, and ${b.what}`, document: changed({ ...a.changes, ...b.changes }) }];
    } catch {
      return [];
    }
  });

describe.skipIf(!canJudge)("KServe's own validator", () => {
  const rows = [...refused, ...taken.map((each) => ({ ...each, says: undefined }))];
  const said = judging({
    good: JSON.stringify(good()),
    ...Object.fromEntries(pairs.map(({ document }, i) => [`pair-${i}`, JSON.stringify(document)])),
    ...Object.fromEntries(rows.map(({ changes }, i) => [`row-${i}`, JSON.stringify(changed(changes))])),
  });
  const verdictOf = (file: string) => said(file).find(({ judge }) => judge === 'KServe v0.20.0');

  it('takes the service that the others are made of', () => {
    expect(verdictOf('good')).toMatchObject({ verdict: 'accepted' });
  });

  it('says the same of two things in one service', () => {
    expect(pairs.length).toBeGreaterThan(200);
    const differ = pairs.flatMap(({ what, document }, i) => {
      const { verdict, message = '' } = verdictOf(`pair-${i}`) ?? {};
      const [first = 'accepted'] = refusalsOf(document);
      const said = verdict === 'rejected' ? message : verdict;
      return said === first || message.startsWith('the validator panics') ? [] : [{ what, said, first }];
    });
    expect(differ).toEqual([]);
  });

  it.each(rows.map((row, i) => ({ ...row, i })))('says the same of $what', ({ i, changes }) => {
    const { verdict, message } = verdictOf(`row-${i}`) ?? {};
    const [first = 'accepted'] = refusalsOf(changed(changes));
    // Of a predictor of nothing its code reads the first implementation.
    if (message?.startsWith('the validator panics') === true) expect(first).toContain('exactly one of');
    else expect(verdict === 'rejected' ? message : verdict).toBe(first);
  });
});

describe('a ServingRuntime', () => {
  const runtime = (spec: object, name = 'acme') =>
    new KServeServingRuntime(new Chart(new App(), 'test', { namespace: 'fraud' }), 'runtime', {
      metadata: { name },
      spec: { containers: [{ name: 'kserve-container', image: 'ghcr.io/acme/server:1' }], ...spec },
    });
  const kserve = { name: 'kserve-container', image: 'ghcr.io/acme/server:1' };
  const format = (priority: number) => ({ name: 'acme', autoSelect: true, priority });

  it.each<[string, object, RegExp]>([
    [
      'two priorities for one format',
      { supportedModelFormats: [format(1), format(2)] },
      /different priorities assigned/,
    ],
    [
      'a path of Python',
      { containers: [{ ...kserve, env: [{ name: 'PYTHONPATH', value: '/x' }] }] },
      /setting PYTHONPATH in container "kserve-container"/,
    ],
    ['workers with two containers', { workerSpec: { containers: [kserve, kserve] } }, /setting multiple containers/],
    [
      'fewer workers than one',
      { workerSpec: { containers: [kserve], pipelineParallelSize: 0 } },
      /PipelineParallelSize cannot be less than 1\(0\)/,
    ],
    [
      'a device for several nodes that nobody knows',
      {
        containers: [{ ...kserve, resources: { limits: { 'acme.com/tpu': '1' } } }],
        workerSpec: { containers: [kserve] },
      },
      /unknown GPU resource type in a container\(kserve-container\)/,
    ],
  ])('with %s is refused', (_, spec, says) => {
    expect(thrownBy(() => runtime(spec)).message).toMatch(says);
  });

  it('that is disabled may say anything', () => {
    expect(() => runtime({ disabled: true, supportedModelFormats: [format(1), format(2)] })).not.toThrow();
  });
});
