import { inPlainWords, type Naming, type Subject, subjectsIn } from './subject';
import type { Words } from './words';

/** What `when` asks: whether something is one of some words, or anything else as text. @internal */
export type Condition =
  | { readonly subject: Subject; readonly words: Words; readonly text: string }
  | { readonly subject?: undefined; readonly text: string };

/**
 * Reads a `when` in either of Argo's two languages.
 *
 * That a step succeeded before its output is looked at goes without saying and is left out.
 *
 * @see https://argo-workflows.readthedocs.io/en/latest/walk-through/conditionals/
 * @internal
 */
export function conditionOf(when: string, naming: Naming): Condition {
  const text = inPlainWords(when, naming);
  const atoms = split(unwrapped(when.trim().replace(/^\{\{=([\s\S]*)\}\}$/, '$1')), '&&').map((part) =>
    alternatives(part, naming),
  );
  if (atoms.some((atom) => atom === undefined)) return { text };
  const telling = atoms.filter((atom) => atom !== undefined);
  const own = telling.filter((atom) => telling.length === 1 || !isSucceeded(atom));
  const [only, ...more] = own;
  return only === undefined || more.length > 0 ? { text } : { ...only, text };
}

interface Atom {
  readonly subject: Subject;
  readonly words: Words;
}

function isSucceeded({ subject, words }: Atom): boolean {
  return subject.field === 'status' && !words.except && words.words.join() === 'Succeeded';
}

/** `a == 'x' || a == 'y'` is `a in ['x', 'y']`. */
function alternatives(text: string, naming: Naming): Atom | undefined {
  const parts = split(unwrapped(text), '||').map((part) => atomOf(unwrapped(part), naming));
  const [first] = parts;
  if (first === undefined) return undefined;
  if (parts.length === 1) return first;
  const same = parts.filter((part) => part?.subject.key === first.subject.key && !part.words.except);
  if (same.length < parts.length) return undefined;
  return { ...first, words: { except: false, words: same.flatMap((part) => part?.words.words ?? []) } };
}

function atomOf(text: string, naming: Naming): Atom | undefined {
  const negated = /^(?:!|not\b)\s*(\([\s\S]*\))$/.exec(text)?.[1];
  if (negated !== undefined) {
    const inner = alternatives(negated, naming);
    return inner && { ...inner, words: { ...inner.words, except: !inner.words.except } };
  }
  const [, left = '', operator, right = ''] = /^([\s\S]*?)\s*(==|!=|\bin\b)\s*([\s\S]*)$/.exec(text) ?? [];
  if (operator === undefined) return undefined;
  if (operator === 'in') {
    const listed = /^[[(]([\s\S]*)[\])]$/
      .exec(right)?.[1]
      ?.split(',')
      .map((word) => wordOf(word.trim()));
    const subject = onlySubject(left, naming);
    if (subject === undefined || listed === undefined || listed.includes(undefined)) return undefined;
    return { subject, words: { except: false, words: listed.filter((word) => word !== undefined) } };
  }
  const subject = onlySubject(left, naming) ?? onlySubject(right, naming);
  const word = wordOf(subjectsIn(left, naming).length > 0 ? right : left);
  return subject && word !== undefined ? { subject, words: { except: operator === '!=', words: [word] } } : undefined;
}

/** A text that is one reference and nothing else. */
function onlySubject(text: string, naming: Naming): Subject | undefined {
  const plain = text.trim().replace(/^(["'])(.*)\1$/, '$2');
  const inner = /^\{\{=?\s*([\s\S]*?)\s*\}\}$/.exec(plain)?.[1] ?? plain;
  if (!/^[A-Za-z]+[\w.?[\]'"-]*$/.test(inner)) return undefined;
  const [subject, ...others] = subjectsIn(inner, naming);
  return others.length === 0 ? subject : undefined;
}

/** `'pass'`, `"pass"`, `pass`, `5`. */
function wordOf(text: string): string | undefined {
  const quoted = /^(["'])([^"'{}]*)\1$/.exec(text)?.[2];
  return quoted ?? /^[\w.+-]+$/.exec(text)?.[0];
}

/** Splits at an operator that stands neither in quotes nor in brackets. */
function split(text: string, operator: '&&' | '||'): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  let quote = '';
  for (let index = 0; index < text.length; index++) {
    const sign = text.charAt(index);
    if (quote !== '') {
      if (sign === quote) quote = '';
    } else if (sign === '"' || sign === "'") quote = sign;
    else if ('([{'.includes(sign)) depth += 1;
    else if (')]}'.includes(sign)) depth -= 1;
    else if (depth === 0 && text.startsWith(operator, index)) {
      parts.push(text.slice(start, index).trim());
      start = index + operator.length;
      index = start - 1;
    }
  }
  return [...parts, text.slice(start).trim()];
}

/** Without brackets around all of it. */
function unwrapped(text: string): string {
  const plain = text.trim();
  if (!plain.startsWith('(') || !plain.endsWith(')')) return plain;
  let depth = 0;
  for (let index = 0; index < plain.length - 1; index++) {
    if (plain[index] === '(') depth += 1;
    if (plain[index] === ')') depth -= 1;
    if (depth === 0) return plain;
  }
  return unwrapped(plain.slice(1, -1));
}
