import type { ValueType } from '../../../programs/values/value-type';
import { sampleOfPattern } from '../../scenario/sample-pattern';
import type { TektonLibrary } from '../plan/library';
import { referencesIn } from '../plan/result-references';
import type { StepOutput } from '../plan/step-plan';

/** The words that pipelines compare results with, by the result's name. @internal */
export type SampleHints = ReadonlyMap<string, ReadonlySet<string>>;

/** @internal */
export function comparedResults({ pipelines, pipelineRuns, prepared }: TektonLibrary): SampleHints {
  const hints = new Map<string, Set<string>>();
  const look = (part: unknown): void => {
    if (Array.isArray(part)) for (const each of part) look(each);
    else if (typeof part === 'object' && part !== null) {
      const { input, values } = part as { readonly input?: unknown; readonly values?: unknown };
      if (typeof input === 'string' && Array.isArray(values)) {
        for (const { result } of referencesIn(input)) {
          const words = hints.get(result) ?? new Set();
          for (const word of values) if (typeof word === 'string' && !word.includes('$(')) words.add(word);
          hints.set(result, words);
        }
      }
      for (const each of Object.values(part)) look(each);
    }
  };
  for (const { spec } of [...pipelines.values(), ...pipelineRuns, ...prepared]) look(spec);
  return hints;
}

/** What a step that ends well leaves, where nobody says more. @internal */
export function sampleOutput(output: StepOutput, hints: SampleHints): string {
  const { name, enum: words, valueType, type, properties, default: fallback } = output;
  if (words?.[0] !== undefined) return words[0];
  const compared = [...(hints.get(name) ?? [])];
  const good = compared.includes('pass') ? 'pass' : compared[0];
  if (type === 'array') return JSON.stringify([good ?? 'sample']);
  if (type === 'object') return JSON.stringify(Object.fromEntries(Object.keys(properties).map((key) => [key, key])));
  if (good !== undefined) return good;
  return (valueType === undefined ? undefined : sampleOf(valueType, name)) ?? fallback ?? name;
}

/** A value of a type. @internal */
export function sampleOf(type: ValueType, name: string): string | undefined {
  switch (type.kind) {
    case 'text':
      return type.pattern === undefined ? undefined : sampleOfPattern(`^(?:${type.pattern})$`, name);
    case 'integer':
    case 'number':
      return String(type.min ?? Math.min(type.max ?? 1, 1));
    case 'boolean':
      return 'true';
    case 'oneOf':
      return type.values[0];
    default:
      return JSON.stringify(jsonOf(type, name));
  }
}

function jsonOf(type: ValueType, name: string): unknown {
  switch (type.kind) {
    case 'list':
      return [jsonOf(type.of, name)];
    case 'record':
      return Object.fromEntries(Object.entries(type.fields).map(([key, field]) => [key, jsonOf(field, key)]));
    case 'integer':
    case 'number':
      return type.min ?? Math.min(type.max ?? 1, 1);
    case 'boolean':
      return true;
    default:
      return sampleOf(type, name) ?? name;
  }
}
