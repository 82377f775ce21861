import { isRecord } from '../json-value';

/**
 * The most that is allowed: less than `below`, or no more than `atMost`.
 *
 * @internal
 */
export type Most = { readonly below: number } | { readonly atMost: number };

/** The least that is asked for: more than `above`, or no less than `atLeast`. @internal */
export type Least = { readonly above: number } | { readonly atLeast: number };

/** @internal */
export interface Limits {
  /** Milliseconds. */
  readonly p95?: Most;
  readonly p99?: Most;
  /** Share of the requests, from 0 to 1. */
  readonly successRate: Least;
}

const words = { below: '<', atMost: '<=', above: '>', atLeast: '>=' } as const;

type Word = keyof typeof words;

/** Everything that is wrong with limits, each with its place. @internal */
export function limitProblems(limits: unknown): readonly string[] {
  if (!isRecord(limits)) return ['expected an object'];
  const { successRate, p95, p99, ...unknown } = limits;
  const rate = bound(successRate);
  return [
    ...Object.keys(unknown).map((name) => `${name}: unknown, limits are p95, p99 and successRate`),
    ...(rate === undefined || !['above', 'atLeast'].includes(rate.word) || rate.value < 0 || rate.value > 1
      ? ['successRate: expected { above } or { atLeast } with a share from 0 to 1']
      : rate.word === 'above' && rate.value === 1
        ? ['successRate: nothing is above 1, did you mean { atLeast: 1 }?']
        : []),
    ...Object.entries({ p95, p99 }).flatMap(([name, limit]) => {
      if (limit === undefined) return [];
      const most = bound(limit);
      const fits = most !== undefined && ['below', 'atMost'].includes(most.word) && most.value > 0;
      return fits ? [] : [`${name}: expected { below } or { atMost } with milliseconds above 0`];
    }),
    ...(p95 === undefined && p99 === undefined ? ['expected p95 or p99: without one no answer could be too slow'] : []),
  ];
}

/** Whether a measured value is within a limit, and how the limit is written. @internal */
export function within(value: number, limit: Most | Least): { readonly fits: boolean; readonly limit: string } {
  const { word, value: edge } = bound(limit) ?? { word: 'below' as const, value: Number.NaN };
  const fits = { below: value < edge, atMost: value <= edge, above: value > edge, atLeast: value >= edge }[word];
  return { fits, limit: `${words[word]} ${edge}` };
}

function bound(limit: unknown): { readonly word: Word; readonly value: number } | undefined {
  const [entry, ...more] = isRecord(limit) ? Object.entries(limit) : [];
  if (entry === undefined || more.length > 0 || !Object.hasOwn(words, entry[0])) return undefined;
  return Number.isFinite(entry[1]) ? { word: entry[0] as Word, value: Number(entry[1]) } : undefined;
}
