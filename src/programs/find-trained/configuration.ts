import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonical-json';
import type { Environment } from '../environment';
import { InputError } from '../input-error';
import { isRecord } from '../json-value';
import { json, quoted } from '../parse';

/** How the text of an input is read. @internal */
export const inputKinds = ['text', 'integer', 'number', 'boolean', 'json'] as const;

/** An input that tells one training from another. @internal */
export interface IdentifyingInput {
  readonly name: string;
  readonly kind: (typeof inputKinds)[number];
}

/** What find-trained is told when it is declared. @internal */
export interface Identity {
  /** Digest of what runs: images, commands, environments, files. */
  readonly definition: string;
  readonly inputs: readonly IdentifyingInput[];
}

/** The variable in which the value of an input is handed over. @internal */
export const variableOf = (index: number): string => `INPUT_${index}`;

/** @throws InputError @internal */
export function identityOf(text: string): Identity {
  const value = json(text);
  const isInput = (input: unknown) =>
    isRecord(input) && typeof input.name === 'string' && inputKinds.includes(input.kind as 'text');
  if (
    isRecord(value) &&
    typeof value.definition === 'string' &&
    /^sha256:[0-9a-f]{64}$/.test(value.definition) &&
    Array.isArray(value.inputs) &&
    value.inputs.every(isInput)
  )
    return value as unknown as Identity;
  throw new InputError(`expected { "definition": "sha256:…", "inputs": [{ "name": "epochs", "kind": "integer" }] }`);
}

/**
 * What is trained, by which trainings are told apart: the model, what runs, and the values of its inputs.
 *
 * @throws InputError naming every value that is none of its kind
 * @internal
 */
export function configurationOf(model: string, { definition, inputs }: Identity, environment: Environment): object {
  const problems: string[] = [];
  const values = inputs.map(({ name, kind }, i) => {
    const text = environment[variableOf(i)];
    try {
      if (text === undefined) throw new InputError('is not set');
      return [name, readValue(kind, text)] as const;
    } catch (problem) {
      if (!(problem instanceof InputError)) throw problem;
      problems.push(`${variableOf(i)} (${name}): ${problem.message}`);
      return [name, null] as const;
    }
  });
  if (problems.length > 0) throw new InputError(problems.join('; '));
  return { model, definition, inputs: Object.fromEntries(values) };
}

/** SHA-256 of the canonical JSON, as hexadecimal digits. @internal */
export function hashOf(configuration: object): string {
  return createHash('sha256').update(canonicalJson(configuration)).digest('hex');
}

function readValue(kind: IdentifyingInput['kind'], text: string): unknown {
  if (kind === 'text') return text;
  if (kind === 'json') return json(text);
  if (kind === 'boolean') {
    if (text === 'true' || text === 'false') return text === 'true';
    throw new InputError(`expected true or false, found ${quoted(text)}`);
  }
  const value = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  // Beyond this two of them would be one number.
  const isExact = kind === 'number' ? Number.isFinite(value) : Number.isSafeInteger(value);
  if (isExact) return Object.is(value, -0) ? 0 : value;
  throw new InputError(
    `expected ${kind === 'number' ? 'a number' : 'a whole number up to 2^53'}, found ${quoted(text)}`,
  );
}
