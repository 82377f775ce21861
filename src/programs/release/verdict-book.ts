import type { Verdict } from '../verdict';
import { type Candidate, isSame } from './candidate';
import type { ReleaseRecord } from './record';

/** A gate's verdict, or the reason of somebody who may put one in its place. @internal */
export type RecordedVerdict = Verdict | 'override';

/** @internal */
export interface VerdictEntry {
  readonly candidate: Candidate;
  readonly verdict: RecordedVerdict;
  /** The attempt of the release record that was measured. */
  readonly attempt: number;
  /** Who measured it, or who put a reason in its place. */
  readonly by: string;
  /** When, as ISO 8601 in UTC. */
  readonly at: string;
  /** One line for the reader, without braces. */
  readonly reason: string;
}

/**
 * The verdicts of one environment, newest last: an object of its own, which the account that promotes can only read.
 *
 * @internal
 */
export type VerdictBook = readonly VerdictEntry[];

/** Entries that are kept. Only the one of the candidate's present attempt ever counts; the others are history. @internal */
export const keptVerdicts = 20;

/**
 * Writes a verdict unless its attempt has one: then that one stands. An attempt is about one candidate.
 *
 * A later attempt is added beside an earlier one, and a late write of an earlier one changes nothing that counts.
 *
 * @internal
 */
export function writeVerdict(book: VerdictBook, entry: VerdictEntry): VerdictBook {
  if (book.some(({ attempt }) => attempt === entry.attempt)) return book;
  const sorted = [...book, entry].sort((a, b) => a.attempt - b.attempt);
  return sorted.slice(-keptVerdicts);
}

/** @internal */
export function findVerdict(book: VerdictBook, candidate: Candidate, attempt: number): VerdictEntry | undefined {
  return book.find((entry) => entry.attempt === attempt && isSame(entry.candidate, candidate));
}

/** Whether a verdict is that of the record's candidate in its present attempt. @internal */
export function counts(record: ReleaseRecord, entry: VerdictEntry | null): entry is VerdictEntry {
  return entry !== null && record.attempt === entry.attempt && isSame(record.candidate, entry.candidate);
}

/** @internal */
export function approves({ verdict }: VerdictEntry): boolean {
  return verdict === 'pass' || verdict === 'override';
}
