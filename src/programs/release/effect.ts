import type { Verdict } from '../verdict';
import type { Candidate } from './candidate';
import type { ChangeAnswer } from './change';
import type { Procedure } from './procedure';
import type { ReleaseRecord } from './record';
import type { Details } from './request';
import type { TransitionName } from './transitions';
import type { VerdictEntry } from './verdict-book';

/** Where a candidate is tested, and where it goes then. @internal */
export type Side = 'source' | 'target';

/**
 * What a procedure asks of the world; each is one step that a crash can come before.
 *
 * Whoever carries one out repeats it until its answer is clear. All may be repeated: they end in the same state.
 * One that cannot be carried out ends the program, red, and the record tells the next run what is left to do.
 *
 * @internal
 */
export type Effect =
  /** Take the lock, waiting for it until the deadline. */
  | { readonly kind: 'lock'; readonly side: Side }
  /** Compare-and-set on a record, repeated on conflict. */
  | { readonly kind: 'change'; readonly side: Side; readonly transition: TransitionName; readonly details: Details }
  /** Read a record; the answer is what `view` makes of it. */
  | { readonly kind: 'look'; readonly side: Side; readonly view: (record: ReleaseRecord) => unknown }
  /** The verdict of a candidate's attempt, if there is one. */
  | { readonly kind: 'read-verdict'; readonly candidate: Candidate; readonly attempt: number }
  /** Write a verdict unless its attempt has one; the answer is the one that stands. */
  | {
      readonly kind: 'write-verdict';
      readonly candidate: Candidate;
      readonly attempt: number;
      readonly verdict: VerdictEntry['verdict'];
    }
  /** Make the environment's file say this digest and token, unless it carries a higher token. */
  | { readonly kind: 'push'; readonly side: Side; readonly release: Candidate; readonly token: number }
  /** Wait until the cluster runs what a commit says. */
  | { readonly kind: 'await-rollout'; readonly side: Side; readonly release: Candidate; readonly revision: string }
  /** Whether there is what an environment would be told to run, as far as anybody can look who does not run it. */
  | { readonly kind: 'find-digest'; readonly side: Side; readonly release: Candidate }
  /** Point the alias of an environment at a model version, or remove it. */
  | { readonly kind: 'set-alias'; readonly side: Side; readonly modelVersion: string | null }
  /** Mark model versions as rejected in an environment, and one as not rejected there. */
  | {
      readonly kind: 'tag';
      readonly side: Side;
      readonly rejected: readonly string[];
      readonly cleared: string | null;
    }
  /** Carry out another procedure and take what it returns for the answer. */
  | { readonly kind: 'call'; readonly procedure: Procedure; readonly args: readonly unknown[] };

/** @internal */
export type Pushed = { readonly revision: string } | 'behind';

/** `late`: our commit did not arrive, or something else answers at the deadline. @internal */
export type Rollout = 'ready' | 'failed' | 'late';

/** @internal */
export type Program<T> = Generator<Effect, T, unknown>;

// One function for each kind: a generator's `yield` cannot say which answer belongs to which question, these can.

/** @internal */
export function* lock(side: Side): Program<'locked' | 'timeout'> {
  return (yield { kind: 'lock', side }) as 'locked' | 'timeout';
}

/** @internal */
export function* change(side: Side, transition: TransitionName, details: Details = {}): Program<ChangeAnswer> {
  return (yield { kind: 'change', side, transition, details }) as ChangeAnswer;
}

/** @internal */
export function* look<T>(side: Side, view: (record: ReleaseRecord) => T): Program<T> {
  return (yield { kind: 'look', side, view }) as T;
}

/** @internal */
export function* readVerdict(candidate: Candidate, attempt: number): Program<VerdictEntry | null> {
  return (yield { kind: 'read-verdict', candidate, attempt }) as VerdictEntry | null;
}

/** @internal */
export function* writeVerdict(
  candidate: Candidate,
  attempt: number,
  verdict: Verdict | 'override',
): Program<VerdictEntry> {
  return (yield { kind: 'write-verdict', candidate, attempt, verdict }) as VerdictEntry;
}

/** @internal */
export function* pushRelease(side: Side, release: Candidate, token: number): Program<Pushed> {
  return (yield { kind: 'push', side, release, token }) as Pushed;
}

/** @internal */
export function* awaitRollout(side: Side, release: Candidate, revision: string): Program<Rollout> {
  return (yield { kind: 'await-rollout', side, release, revision }) as Rollout;
}

/** @internal */
export function* findDigest(side: Side, release: Candidate): Program<'there' | 'missing'> {
  return (yield { kind: 'find-digest', side, release }) as 'there' | 'missing';
}

/** @internal */
export function* setAlias(side: Side, modelVersion: string | null): Program<void> {
  yield { kind: 'set-alias', side, modelVersion };
}

/** @internal */
export function* tag(side: Side, rejected: readonly string[], cleared: string | null): Program<void> {
  yield { kind: 'tag', side, rejected, cleared };
}
