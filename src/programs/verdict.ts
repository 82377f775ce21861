/**
 * The four words a gate can end with; everything that is not one of them counts as `error`.
 *
 * `pass`, `fail` and `inconclusive` are judgements and exit 0, `error` means "could not judge" and exits 1.
 *
 * @internal
 */
export const verdicts = ['pass', 'fail', 'error', 'inconclusive'] as const;

/** @internal */
export type Verdict = (typeof verdicts)[number];

/**
 * A verdict and the one sentence that tells the on-call engineer why.
 *
 * @internal
 */
export interface Judgement {
  readonly verdict: Verdict;
  readonly reason: string;
  /** More output files by name: identifiers of a fixed alphabet, never foreign text. */
  readonly outputs?: Readonly<Record<string, string>>;
}
