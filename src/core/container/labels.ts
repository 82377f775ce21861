import { show } from '../check-value';
import { PipelineError } from '../error';

/** @internal */
export type Labels = { readonly [label: string]: string };

/** Labels of a pod that are its author's to give: those of the engine and of this library are not. @internal */
export function checkLabels(labels: unknown, what: string): Labels {
  if (typeof labels !== 'object' || labels === null || Array.isArray(labels))
    throw impossible(`the labels of ${what} are ${show(labels)}`);
  for (const [label, value] of Object.entries(labels)) {
    if (!isLabel(label) || !isLabelValue(value))
      throw impossible(`${what} has the label ${show(label)}: ${show(value)}`);
    if (ofOthers.test(label))
      throw impossible(`${what} has the label '${label}', which the engine or this library sets`);
  }
  return Object.freeze({ ...labels });
}

const ofOthers = /^(?:(?:workflows|events)\.argoproj\.io|(?:[a-z]+\.)?tekton\.dev)\/|^app\.kubernetes\.io\/managed-by$/;

/** @internal */
export const isLabel = (name: unknown): boolean =>
  typeof name === 'string' &&
  /^(?:[a-z0-9][-a-z0-9.]{0,252}\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(name);

/** @internal */
export const isLabelValue = (value: unknown): boolean =>
  typeof value === 'string' && /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/.test(value);

function impossible(message: string): PipelineError {
  return new PipelineError({
    code: 'MLP1212',
    message,
    expected: "keys and values as text, and none of the engine: { 'app.kubernetes.io/component': 'training' }",
  });
}
