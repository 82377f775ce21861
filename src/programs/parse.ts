import type { Parse } from './environment';
import { excerpt } from './excerpt';
import { InputError } from './input-error';

/** Text that fits a pattern; `expected` says in words what the pattern means. @internal */
export function matching(pattern: RegExp, expected: string): Parse<string> {
  return (text) => {
    if (!pattern.test(text)) throw new InputError(`expected ${expected}, found ${quoted(text)}`);
    return text;
  };
}

/** A decimal number within bounds; no `NaN`, no exponent, no sign. @internal */
export function decimal(unit: string, min: number, max: number): Parse<number> {
  return numeric(/^\d{1,9}(\.\d{1,6})?$/, unit, min, max);
}

/** A whole number within bounds. @internal */
export function whole(unit: string, min: number, max: number): Parse<number> {
  return numeric(/^\d{1,9}$/, unit, min, max);
}

function numeric(pattern: RegExp, unit: string, min: number, max: number): Parse<number> {
  return (text) => {
    const value = pattern.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InputError(`expected ${unit} from ${min} to ${max}, found ${quoted(text)}`);
  };
}

/** One of a few words. @internal */
export function oneOf<const W extends string>(words: readonly W[]): Parse<W> {
  return (text) => {
    const word = words.find((candidate) => candidate === text);
    if (word === undefined) throw new InputError(`expected ${words.join(', ')}, found ${quoted(text)}`);
    return word;
  };
}

/** JSON; the text is not quoted when it is malformed, since it may hold a secret that does not belong there. @internal */
export function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError('is not valid JSON');
  }
}

/** A value as it was given; what stands before the @ of an address may be a password, wherever the address was put. @internal */
export function quoted(text: string): string {
  return JSON.stringify(excerpt(text.replace(/\/\/[^/?#]*@/g, '//[hidden]@'), 80));
}
