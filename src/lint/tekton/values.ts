import type { Param, ParamSpec, ParamValue } from '../../schemas/tekton/types';
import { isMap } from '../../yaml/is-map';
import { expressionsIn } from './substitution';

/** @internal */
export type ValueType = 'string' | 'array' | 'object';

/** What a value is to Tekton: a list or a map of anything but texts is a text. @internal */
export function typeOfValue(value: unknown): ValueType {
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string') ? 'array' : 'string';
  if (isMap(value)) return Object.values(value).every((item) => typeof item === 'string') ? 'object' : 'string';
  return 'string';
}

/** The texts of a value, with the ways to them. @internal */
export function textsOf(
  value: ParamValue | undefined,
): readonly (readonly [way: readonly (string | number)[], text: string])[] {
  switch (typeOfValue(value)) {
    case 'array':
      return (value as readonly string[]).map((text, i) => [[i], text] as const);
    case 'object':
      return Object.entries(value as Record<string, string>).map(([key, text]) => [[key], text] as const);
    default:
      return value === undefined ? [] : [[[], asText(value)]];
  }
}

/** What Tekton makes of a value that is no list and no map of texts. @internal */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** What is read by the value of a parameter. @internal */
export function expressionsOf({ value }: Param): readonly string[] {
  return textsOf(value).flatMap(([, text]) => expressionsIn(text));
}

/** The type of a declared parameter, as it is filled in where it is not written. @internal */
export function typeOfParam({ type = '', properties, default: value }: ParamSpec): string {
  if (type !== '') return type;
  if (properties !== undefined) return 'object';
  return value === undefined ? 'string' : typeOfValue(value);
}

/** The names of those of a type; what has a type that there is not counts as text. @internal */
export function namesOfType(params: readonly ParamSpec[], type: ValueType): readonly string[] {
  const isOther = (param: ParamSpec): boolean => !['array', 'object'].includes(typeOfParam(param));
  return params
    .filter((param) => (type === 'string' ? isOther(param) : typeOfParam(param) === type))
    .map(({ name }) => name);
}
