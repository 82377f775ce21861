import type { Definition } from './definitions';
import { type Fields, listAt, textAt } from './field';

/** Something that a condition may look at. @internal */
export interface Subject {
  /** Tells it from all others in the picture. */
  readonly key: string;
  /** Place of the step that made it; none for what comes from outside. */
  readonly producer?: string | undefined;
  readonly step?: string | undefined;
  /** Name of the parameter, or `result`, `status`, `exitCode`. */
  readonly field: string;
}

/** What a reference inside a template means. @internal */
export interface Naming {
  /** Place of the template's call, as a path of steps. */
  readonly path: string;
  /** What the inputs are that the caller took from somewhere else. */
  readonly inputs: ReadonlyMap<string, Subject>;
  /** What a step called here hands out under a name, if that is known to be another thing. */
  readonly output: (step: string, parameter: string) => Subject | undefined;
}

const name = String.raw`(?:\.([A-Za-z0-9_-]+)|\[['"]([^'"\]]+)['"]\])`;
const reference = new RegExp(
  [
    String.raw`\b(?:steps|tasks)\??${name}\??\.(?:(status|exitCode)\b|outputs\??\.(?:(result|exitCode)\b|parameters\??${name}))`,
    String.raw`\b(inputs|workflow)\.parameters\??${name}`,
  ].join('|'),
  'g',
);

/** All that a text refers to, each once. @internal */
export function subjectsIn(text: string, naming: Naming): readonly Subject[] {
  const found = new Map<string, Subject>();
  for (const match of text.slice(0, 20_000).matchAll(reference)) {
    const subject = subjectOf(match, naming);
    found.set(subject.key, subject);
  }
  return [...found.values()];
}

/** A text with each reference in the words of a person. @internal */
export function inPlainWords(text: string, naming: Naming): string {
  return text
    .replace(reference, (...groups) =>
      subjectText(subjectOf(groups.slice(0, 9) as unknown as RegExpMatchArray, naming)),
    )
    .replace(/\{\{=?\s*|\s*\}\}/g, '')
    .trim();
}

/** `smoke verdict`, `force`. @internal */
export function subjectText({ step, field }: Subject): string {
  return step === undefined ? field : field === 'result' ? step : `${step} ${field}`;
}

function subjectOf(match: RegExpMatchArray, { path, inputs, output }: Naming): Subject {
  const [, dotted, quoted, own, result, parameter, otherParameter, from, input, otherInput] = match;
  if (from !== undefined) {
    const field = input ?? otherInput ?? '';
    if (from === 'workflow') return { key: `workflow#${field}`, field };
    return inputs.get(field) ?? { key: `${path}#${field}`, field };
  }
  const step = dotted ?? quoted ?? '';
  const named = parameter ?? otherParameter;
  const passed = named === undefined ? undefined : output(step, named);
  if (passed !== undefined) return passed;
  const field = own ?? result ?? named ?? '';
  return {
    key: `${path}/${step}#${named === undefined ? field : `.${field}`}`,
    producer: `${path}/${step}`,
    step,
    field,
  };
}

/**
 * The one thing that a text hands on as it is, perhaps only where it is fit to be: `{{x}}`, `{{= fits(x) ? x : nil }}`.
 *
 * @internal
 */
export function passedThrough(text: string, naming: Naming): Subject | undefined {
  const plain = /^\{\{=?\s*([\s\S]*?)\s*\}\}$/.exec(text.trim())?.[1] ?? text.trim();
  const value = /\?\s+\(?([^\s:()]+)\)?\s*:\s*(?:nil|'[^']*')$/.exec(plain)?.[1] ?? plain;
  if (!/^(?:steps|tasks|inputs|workflow)\b[^\s]*$/.test(value)) return undefined;
  const [subject, ...others] = subjectsIn(value, naming);
  return others.length === 0 ? subject : undefined;
}

/** What the inputs of a call are: those that are taken as they are from one other thing. @internal */
export function passedInputs(call: Fields, naming: Naming): ReadonlyMap<string, Subject> {
  const inputs = new Map<string, Subject>();
  for (const parameter of listAt(call, 'arguments', 'parameters')) {
    const subject = passedThrough(textAt(parameter, 'value'), naming);
    if (subject !== undefined) inputs.set(textAt(parameter, 'name'), subject);
  }
  return inputs;
}

/** Names of what starts at a definition: the parameters of a run are its entry's inputs. @internal */
export function outermost({ spec }: Definition): ReadonlyMap<string, Subject> {
  return new Map(
    listAt(spec, 'arguments', 'parameters').map((parameter) => {
      const field = textAt(parameter, 'name');
      return [field, { key: `workflow#${field}`, field }];
    }),
  );
}
