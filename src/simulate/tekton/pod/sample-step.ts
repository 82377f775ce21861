import { type Taken, variables as takeVariables } from '../../../programs/take-inputs/contract';
import type { ValueType } from '../../../programs/values/value-type';
import { sampleFor } from '../../explore/fitting-sample';
import { sampleOfPattern } from '../../scenario/sample-pattern';
import type { TektonLibrary } from '../plan/library';
import { referencesIn } from '../plan/result-references';
import { planSteps, type StepOutput } from '../plan/step-plan';

/** What manifests say of values, by the name of a result or an input. @internal */
export interface SampleHints {
  /** The words that pipelines compare results with. */
  readonly words: ReadonlyMap<string, ReadonlySet<string>>;
  /** What our own first steps ask of what they are given. */
  readonly types: ReadonlyMap<string, ValueType>;
  /** The patterns among it, all of them. */
  readonly patterns: ReadonlyMap<string, ReadonlySet<string>>;
}

/** @internal */
export function sampleHints(library: TektonLibrary): SampleHints {
  return { words: comparedWords(library), ...takenTypes(library) };
}

function takenTypes(library: TektonLibrary): Pick<SampleHints, 'types' | 'patterns'> {
  const types = new Map<string, ValueType>();
  const patterns = new Map<string, Set<string>>();
  for (const { spec } of library.tasks.values()) {
    for (const { source, helper } of planSteps(spec, library)) {
      if (helper !== 'take-inputs') continue;
      const text = source.env?.find(({ name }) => name === takeVariables.values)?.value ?? '[]';
      for (const { name, type } of JSON.parse(text) as readonly Taken[]) {
        if (type === undefined || types.has(name)) addPattern(patterns, name, type);
        else types.set(name, addPattern(patterns, name, type));
      }
    }
  }
  return { types, patterns };
}

function addPattern<T extends ValueType | undefined>(patterns: Map<string, Set<string>>, name: string, type: T): T {
  if (type?.kind === 'text' && type.pattern !== undefined)
    patterns.set(name, new Set([...(patterns.get(name) ?? []), `^(?:${type.pattern})$`]));
  return type;
}

function comparedWords({ pipelines, pipelineRuns, prepared }: TektonLibrary): SampleHints['words'] {
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
  const compared = [...(hints.words.get(name) ?? [])];
  const good = compared.includes('pass') ? 'pass' : compared[0];
  if (type === 'array') return JSON.stringify([good ?? 'sample']);
  if (type === 'object') return JSON.stringify(Object.fromEntries(Object.keys(properties).map((key) => [key, key])));
  if (good !== undefined) return good;
  return (valueType === undefined ? undefined : sampleOf(valueType, name, hints)) ?? fallback ?? name;
}

/** A value of a type. @internal */
export function sampleOf(type: ValueType, name: string, hints: SampleHints): string | undefined {
  switch (type.kind) {
    case 'text':
      return fittingText(type.pattern, name, hints);
    case 'integer':
    case 'number':
      return String(type.min ?? Math.min(type.max ?? 1, 1));
    case 'boolean':
      return 'true';
    case 'oneOf':
      return type.values[0];
    default:
      return JSON.stringify(jsonOf(type, name, hints));
  }
}

/** One that fits what declares it and all who take it. */
function fittingText(pattern: string | undefined, name: string, { patterns }: SampleHints): string | undefined {
  const own = pattern === undefined ? [] : [`^(?:${pattern})$`];
  const fits = sampleFor(new Map([...patterns, [name, new Set([...own, ...(patterns.get(name) ?? [])])]]), name);
  if (fits !== undefined || pattern === undefined) return fits;
  return sampleOfPattern(pattern, name);
}

function jsonOf(type: ValueType, name: string, hints: SampleHints): unknown {
  switch (type.kind) {
    case 'list':
      return [jsonOf(type.of, name, hints)];
    case 'record':
      return Object.fromEntries(Object.entries(type.fields).map(([key, field]) => [key, jsonOf(field, key, hints)]));
    case 'integer':
    case 'number':
      return type.min ?? Math.min(type.max ?? 1, 1);
    case 'boolean':
      return true;
    default:
      return sampleOf(type, name, hints) ?? name;
  }
}
