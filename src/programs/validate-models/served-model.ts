import { baseUrl, urlPath } from '../base-url';
import type { Json, Shape } from '../check-http/shape';
import { shapeProblems } from '../check-http/shape-problems';
import { InputError } from '../input-error';
import { isRecord } from '../json-value';
import { labelName } from '../kubernetes/names';
import { json } from '../parse';

/** A model as it should be served. @internal */
export interface ServedModel {
  /** Of the InferenceService. */
  readonly name: string;
  readonly namespace: string;
  readonly url: string;
  /** Where it takes the samples of its contract. */
  readonly path: string;
  readonly request: Json;
  readonly answer: Shape;
}

/** @throws InputError naming what is wrong of each @internal */
export function readServedModels(text: string): readonly ServedModel[] {
  const value = json(text);
  if (!Array.isArray(value) || value.length === 0 || value.length > 50)
    throw new InputError('expected a list of models, 1 to 50');
  const problems = value.flatMap((each, index) => problemsOf(each).map((problem) => `${index}: ${problem}`));
  if (problems.length > 0) throw new InputError(problems.join('; '));
  return value as readonly ServedModel[];
}

function problemsOf(model: unknown): readonly string[] {
  if (!isRecord(model)) return ['no model'];
  const parsed = { name: labelName, namespace: labelName, url: baseUrl, path: urlPath } as const;
  return [
    ...Object.entries(parsed).flatMap(([key, parse]) => problemOf(key, model[key], parse)),
    ...(model.request === undefined ? ['request: is missing'] : []),
    ...shapeProblems(model.answer, 'answer'),
  ];
}

function problemOf(key: string, value: unknown, parse: (text: string) => unknown): readonly string[] {
  try {
    parse(typeof value === 'string' ? value : '');
    return [];
  } catch (problem) {
    if (problem instanceof InputError) return [`${key}: ${problem.message}`];
    throw problem;
  }
}
