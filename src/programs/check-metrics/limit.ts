import { compare, type Decimal } from './decimal';
import type { Ceiling, Floor } from './rules';

const words = ['atLeast', 'moreThan', 'atMost', 'lessThan'] as const;

/** How a number is limited. @internal */
export type LimitWord = (typeof words)[number];

const allows: { readonly [word in LimitWord]: (order: number) => boolean } = {
  atLeast: (order) => order >= 0,
  moreThan: (order) => order > 0,
  atMost: (order) => order <= 0,
  lessThan: (order) => order < 0,
};

const spoken: { readonly [word in LimitWord]: string } = {
  atLeast: 'at least',
  moreThan: 'more than',
  atMost: 'at most',
  lessThan: 'less than',
};

/** @internal */
export function limitsIn(given: Floor & Ceiling): readonly (readonly [LimitWord, number])[] {
  return words.flatMap((word) => {
    const limit = given[word];
    return limit === undefined ? [] : [[word, limit] as const];
  });
}

/** Whether a number is within a limit. @internal */
export function keeps(value: Decimal, word: LimitWord, limit: Decimal): boolean {
  return allows[word](compare(value, limit));
}

/** What is said of a limit: `at least 0.8`, `not at least 0.8`. @internal */
export function sentence(word: LimitWord, limit: string, holds: boolean): string {
  return `${holds ? '' : 'not '}${spoken[word]} ${limit}`;
}
