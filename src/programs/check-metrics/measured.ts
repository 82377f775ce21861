import type { Environment } from '../environment';
import { InputError } from '../input-error';
import { quoted } from '../parse';
import { inputsOf, type MetricsRules } from './rules';

/** A number that was measured, or why there is none. @internal */
export type Measured = number | { readonly missing: string };

/** What was handed to the gate. @internal */
export interface Measurements {
  readonly numbers: { readonly [name: string]: Measured };
  /** Numbers of the champion; `none` where there is no champion. */
  readonly champions: { readonly [name: string]: Measured | 'none' };
  readonly hashes: { readonly [name: string]: string };
}

/** The variable in which an input is handed over. @internal */
export const variableOf = (input: string): string => `VALUE_${input}`;

/**
 * Reads what the rules refer to.
 *
 * @throws InputError for text that is no number: it was written by something else than expected
 * @internal
 */
export function readMeasurements(rules: MetricsRules, environment: Environment): Measurements {
  const { numbers, champions, hashes } = inputsOf(rules);
  const textOf = (name: string): string => environment[variableOf(name)] ?? '';
  const read = (name: string): Measured => measured(name, textOf(name));
  return {
    numbers: byName(numbers, read),
    champions: byName(champions, (name) => (textOf(name) === 'none' ? 'none' : read(name))),
    hashes: byName(hashes, textOf),
  };
}

function measured(name: string, text: string): Measured {
  if (text === '') return { missing: `${name} is missing` };
  if (/^[-+]?(?:nan|inf|infinity)$/i.test(text)) return { missing: `${name} is ${text}` };
  if (!/^[-+]?(?:\d{1,400}\.?\d{0,400}|\.\d{1,400})(?:[eE][-+]?\d{1,9})?$/.test(text)) {
    throw new InputError(`${variableOf(name)}: expected a number, found ${quoted(text)}`);
  }
  const value = Number(text);
  return Number.isFinite(value) ? value : { missing: `${name} is ${text.slice(0, 20)}, too large for a number` };
}

function byName<T>(names: readonly string[], read: (name: string) => T): { readonly [name: string]: T } {
  return Object.fromEntries(names.map((name) => [name, read(name)]));
}
