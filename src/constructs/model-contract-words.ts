import type { ArrayShape, Fields, Json, Shape } from '../programs/check-http/shape';
import type { ModelContract } from './model-contract';

type Terms = Pick<ModelContract, 'name' | 'features' | 'window' | 'values' | 'prediction' | 'samples' | 'protocol'>;

/** Where KServe's servers take instances. @internal */
export function predictPath({ name, protocol }: Terms): string {
  return protocol === 'v1' ? `/v1/models/${name}:predict` : `/v2/models/${name}/infer`;
}

/** All samples in one request. @internal */
export function requestBody({ samples, values, protocol }: Terms): Json {
  const instances = samples.map(({ instance }) => instance);
  if (protocol === 'v1') return { instances };
  return {
    inputs: [{ name: 'input-0', shape: [instances.length, values], datatype: 'FP64', data: instances.flat() }],
  };
}

/** One prediction for each sample; by the second protocol their numbers come in one list. @internal */
export function answerShape({ samples, prediction, protocol }: Terms): Fields {
  const expected = samples.flatMap((sample) => (sample.expected === undefined ? [] : [sample.expected]));
  const all: ArrayShape =
    expected.length > 0
      ? { type: 'array', equals: protocol === 'v1' ? expected : (expected.flat() as Json[]) }
      : listOf(prediction, samples.length, protocol);
  if (protocol === 'v1') return { predictions: all };
  return { outputs: { type: 'array', length: 1, items: { type: 'object', fields: { data: all } } } };
}

function listOf(prediction: Shape, count: number, protocol: 'v1' | 'v2'): ArrayShape {
  if (protocol === 'v1' || prediction.type !== 'array') return { type: 'array', length: count, items: prediction };
  const { length, items } = prediction;
  return {
    type: 'array',
    ...(typeof length === 'number' ? { length: length * count } : {}),
    ...(items === undefined ? {} : { items }),
  };
}

/** @internal */
export function contractText(terms: Terms): string {
  return `${JSON.stringify({ ...terms, samples: terms.samples.map((sample) => ({ ...sample })) }, undefined, 2)}\n`;
}

/** @internal */
export function contractPage(terms: Terms): string {
  const { name, features, window, values, prediction } = terms;
  const series = window === 1 ? '' : `, each at ${window} points in time`;
  return [
    `## ${name}`,
    `Takes ${values} numbers: ${features.map((feature) => `\`${feature}\``).join(', ')}${series}. Answers \`${JSON.stringify(prediction)}\`.`,
    ['```sh', `curl -d '${JSON.stringify(requestBody(terms))}' "$URL${predictPath(terms)}"`, '```'].join('\n'),
    '',
  ].join('\n\n');
}
