import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import type { Env } from '../core/container/env';
import { Volume } from '../core/container/volume';
import { PipelineError } from '../core/error';
import { checkName } from '../core/names';
import type { TimeSpan } from '../core/time-span';
import type { Json, Shape } from '../programs/check-http/shape';
import { differences } from '../programs/check-http/shape-differences';
import { shapeProblems } from '../programs/check-http/shape-problems';
import type { Check } from './check';
import { httpCheck } from './http-check';
import { answerShape, contractPage, contractText, predictPath, requestBody } from './model-contract-words';
import { Sample } from './sample';

/** @public */
export interface ModelContractProps {
  /** What the model is told of one instance, in this order. */
  readonly features: readonly string[];
  /** Points in time of a series, each with all features. @default 1 */
  readonly window?: number | undefined;
  /** What it answers for one instance. */
  readonly prediction: Shape;
  /** Instances that it must answer, and what must come back where that is known for certain; for all or for none. */
  readonly samples: readonly [ContractSample, ...ContractSample[]];
  /** The protocol that it is asked by. @default 'v1' */
  readonly protocol?: 'v1' | 'v2' | undefined;
}

/** @public */
export interface ContractSample {
  /** Values of all features, of each point in time after the other. */
  readonly instance: readonly number[];
  /** The one right answer. @default - any of the declared shape */
  readonly expected?: Json | undefined;
}

/**
 * What a model takes and answers, written once: the gate, the job that validates files, and the documentation read it.
 *
 * @public
 */
export interface ModelContract {
  /** The model, as its server calls it: the name of the InferenceService. */
  readonly name: string;
  readonly features: readonly string[];
  readonly window: number;
  /** How many numbers an instance has: features, times points in time. */
  readonly values: number;
  readonly prediction: Shape;
  readonly samples: readonly ContractSample[];
  readonly protocol: 'v1' | 'v2';
  /** Sends the samples to the model that serves, and looks at what comes back. */
  readonly check: (options?: ContractCheckOptions) => Check;
  /** For the environment of a job: `MODEL_NAME`, `MODEL_FEATURES`, `MODEL_WINDOW`, `MODEL_VALUES`. */
  readonly env: Env;
  /** `contract.json` to mount into a job: names, numbers, samples and the shape of an answer. */
  readonly file: Volume;
  /** The same for people, as Markdown. */
  readonly markdown: string;
}

/** @public */
export interface ContractCheckOptions {
  /** @default `check-http` and the path */
  readonly name?: string | undefined;
  /** Most milliseconds for the answer. @default - any */
  readonly maxLatencyMs?: number | undefined;
  /** @default 10 minutes */
  readonly deadline?: TimeSpan | undefined;
}

/** @public */
export const ModelContract: {
  /**
   * Declares what a model takes and answers.
   *
   * @throws PipelineError MLP2206 for samples of another number of values, or answers that are not of the shape.
   * @example
   * ```ts
   * const anomaly = ModelContract.of('anomaly-detector', {
   *   features: ['cpu', 'memory', 'disk', 'network', 'restarts'],
   *   prediction: { type: 'integer', oneOf: [-1, 1] },
   *   samples: [{ instance: [0.5, 0.6, 0.4, 100, 80] }],
   * });
   * ```
   */
  readonly of: (name: string, props: ModelContractProps) => ModelContract;
} = {
  of(name, props) {
    checkName(name, 'a model');
    const what = `the contract of model '${name}'`;
    checkProps(props, ['features', 'window', 'prediction', 'samples', 'protocol'], what);
    const { window = 1, protocol = 'v1', prediction } = props;
    const features = checkFeatures(props.features, what);
    if (!Number.isSafeInteger(window) || window < 1) throw contradiction(`${what} has a window of ${show(window)}`);
    if (protocol !== 'v1' && protocol !== 'v2') throw contradiction(`${what} speaks ${show(protocol)}`, 'v1 or v2');
    const problems = shapeProblems(prediction, 'prediction');
    if (problems.length > 0) throw contradiction(`${what} has no shape of a prediction: ${problems.join('; ')}`);
    const values = features.length * window;
    const samples = checkSamples(props, values, what);
    const terms = { name, features, window, values, prediction, samples, protocol };
    return Object.freeze({
      ...terms,
      env: Object.freeze({
        MODEL_NAME: name,
        MODEL_FEATURES: features.join(','),
        MODEL_WINDOW: String(window),
        MODEL_VALUES: String(values),
      }),
      file: Volume.files('contract', { 'contract.json': contractText(terms) }),
      markdown: contractPage(terms),
      check(options: ContractCheckOptions = {}) {
        checkProps(options, ['name', 'maxLatencyMs', 'deadline'], `a check of ${what}`);
        const { maxLatencyMs, ...more } = options;
        return httpCheck({
          path: predictPath(terms),
          sample: Sample.json(requestBody(terms)),
          expect: { status: 200, json: answerShape(terms), ...(maxLatencyMs === undefined ? {} : { maxLatencyMs }) },
          ...more,
        });
      },
    });
  },
};

function checkFeatures(features: readonly string[], what: string): readonly string[] {
  const named =
    Array.isArray(features) && features.length > 0 && features.every((each) => /^[\w.:-]{1,100}$/.test(each));
  if (!named) throw contradiction(`${what} has the features ${show(features)}`, "names: ['cpu', 'memory']");
  const twice = features.find((feature, index) => features.indexOf(feature) !== index);
  if (twice !== undefined) throw contradiction(`${what} has the feature '${twice}' twice`);
  return Object.freeze([...features]);
}

function checkSamples(
  { samples, prediction }: ModelContractProps,
  values: number,
  what: string,
): ModelContractProps['samples'] {
  if (!Array.isArray(samples) || samples.length === 0) throw contradiction(`${what} has no samples`, 'one at least');
  const known = samples.filter(({ expected }) => expected !== undefined).length;
  if (known !== 0 && known !== samples.length)
    throw contradiction(
      `${what} knows the answer to ${known} of its ${samples.length} samples`,
      'all of them, or none',
    );
  for (const [index, sample] of samples.entries()) {
    checkProps(sample, ['instance', 'expected'], `sample ${index} of ${what}`);
    const { instance, expected } = sample;
    if (!Array.isArray(instance) || instance.length !== values || !instance.every(Number.isFinite))
      throw contradiction(
        `sample ${index} of ${what} has ${Array.isArray(instance) ? `${instance.length} values` : show(instance)}`,
        `${values} finite numbers: features times window`,
      );
    const [odd] = expected === undefined ? [] : differences(expected, prediction);
    if (odd !== undefined)
      throw contradiction(
        `sample ${index} of ${what} expects ${show(expected)}`,
        `${odd.path || 'an answer'}: ${odd.expected}`,
      );
  }
  return samples;
}

function contradiction(message: string, expected?: string): PipelineError {
  return new PipelineError({ code: 'MLP2206', message, ...(expected === undefined ? {} : { expected }) });
}
