/**
 * The words that a value may be: those listed, or all but those listed.
 *
 * @internal
 */
export interface Words {
  readonly words: readonly string[];
  readonly except: boolean;
}

/** Whether a value that is known to be one of `known` is one of `asked`; `undefined` where it may be or not. @internal */
export function decided(known: Words, asked: Words): boolean | undefined {
  const has = (set: Words, word: string): boolean => set.words.includes(word) !== set.except;
  if (!known.except) {
    const fit = known.words.filter((word) => has(asked, word));
    return fit.length === known.words.length ? true : fit.length === 0 ? false : undefined;
  }
  if (asked.except) return asked.words.every((word) => known.words.includes(word)) ? true : undefined;
  return asked.words.every((word) => known.words.includes(word)) ? false : undefined;
}

const verdicts = ['pass', 'fail', 'error', 'inconclusive'];

/** What a value may be if it is in none of the sets; no words if it must be in one. @internal */
export function rest(sets: readonly Words[]): Words {
  const listed = new Set(sets.filter(({ except }) => !except).flatMap(({ words }) => words));
  const [open] = sets.filter(({ except }) => except);
  if (open !== undefined) return { words: open.words.filter((word) => !listed.has(word)), except: false };
  // Who lists two verdicts speaks of a verdict, and of those there are four.
  if (listed.size > 1 && [...listed].every((word) => verdicts.includes(word)))
    return { words: verdicts.filter((word) => !listed.has(word)), except: false };
  return { words: [...listed], except: true };
}

/** `fail`, `error or inconclusive`, `not pass`. @internal */
export function wordsText({ words, except }: Words): string {
  const listed = words.map((word) => (word === '' ? 'empty' : word)).join(' or ');
  return except ? `not ${listed}` : listed;
}
