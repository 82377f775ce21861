import { goJson } from '../../../expr/argo/go-text';

/** A parameter or a result: Tekton knows texts, lists of texts, and records of texts. @internal */
export type Value = string | readonly string[] | Readonly<Record<string, string>>;

/** A value as Tekton's decoder takes it: anything but lists and records is text. @internal */
export function asValue(given: unknown): Value {
  if (Array.isArray(given)) return given.map(asText);
  if (typeof given === 'object' && given !== null)
    return Object.fromEntries(Object.entries(given).map(([key, each]) => [key, asText(each)]));
  return asText(given);
}

function asText(given: unknown): string {
  if (typeof given === 'string') return given;
  return given === undefined || given === null ? '' : JSON.stringify(given);
}

/** A value on one line: lists and records as JSON, as Go writes it. @internal */
export function valueText(value: Value): string {
  if (typeof value === 'string') return value;
  return goJson(isList(value) ? value : new Map(Object.entries(value)));
}

/** @internal */
export function isList(value: Value): value is readonly string[] {
  return Array.isArray(value);
}

/** Tekton's word for what a value is. @internal */
export function valueType(value: Value): 'string' | 'array' | 'object' {
  if (typeof value === 'string') return 'string';
  return isList(value) ? 'array' : 'object';
}
