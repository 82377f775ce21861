import type { Candidate } from '../../../../src/programs/release/candidate';
import type { Policy } from '../../../../src/programs/release/job';
import type { ReleaseRecord } from '../../../../src/programs/release/record';
import type { Verdict } from '../../../../src/programs/verdict';
import type { ScriptName } from './scripts';

export interface RunOfScenario {
  readonly script: ScriptName;
  /** Number of the candidate. */
  readonly candidate: number;
  /** Whether its source is the target: it passes on to the third environment, or an operator works on the target's record. */
  readonly onward?: boolean;
  /** Whether the engine starts the exit handler's settle when the run has died, or seems to have. */
  readonly exit?: boolean;
  /** Whether it is another pod of the run before it, so that both have one name: a node that was lost and still works. */
  readonly twin?: boolean;
}

/** How often each trouble may come in one history. */
export interface Troubles {
  /** A pod dies; the run dies with it, or the engine starts the pod again or goes on without it. */
  readonly crashes: number;
  /** A lease expires although its holder lives. */
  readonly expiries: number;
  /** A write happens and its answer is lost. */
  readonly lostAnswers: number;
  /** Somebody edits the file of the source in git: it says version 1 again. */
  readonly edits: number;
  /** A write arrives at any later time, after the client tried again. */
  readonly delays: number;
}

/** What is searched: who runs, what may go wrong, by which rules. */
export interface Scenario {
  readonly name: string;
  readonly runs: readonly RunOfScenario[];
  readonly policy: Policy;
  /** Whether version 1 was released to every environment before. */
  readonly baseline: boolean;
  /** The version that the target has, if not that of the source: somebody deleted the source's record. */
  readonly inTarget?: number;
  /** The version in the third, if not that of the source: 0 for none, so that version 1 may go on. */
  readonly inThird?: number;
  /** Whether the record of the source was deleted when git had token 7, in a world that is eight minutes old. */
  readonly forgotten: boolean;
  /** What else the record of the target says at first, however it came to that. */
  readonly targetSays?: Partial<ReleaseRecord>;
  /** The same of the source. */
  readonly sourceSays?: Partial<ReleaseRecord>;
  readonly verdicts: readonly Verdict[];
  readonly troubles: Troubles;
  /** Versions whose image is not in the registry any more. */
  readonly missing: readonly number[];
  /** Versions whose image may be found at one time and not at another. */
  readonly vanishing: readonly number[];
  /** Whether the cluster follows git at once, or at any later time. */
  readonly lag: boolean;
  /** A file in git takes whatever is pushed, whatever token it carries. */
  readonly unfencedGit: boolean;
}

export function candidate(number: number): Candidate {
  return {
    modelVersion: String(number),
    runId: `run-${number}`,
    digest: `sha256:${String(number).padStart(64, '0')}`,
    commit: `commit-${number}`,
    uri: `models:/m/${number}`,
  };
}

/** The number of a candidate, 0 for none. */
export function numberOf(release: Candidate | null): number {
  return release === null ? 0 : Number(release.modelVersion);
}

/** A policy that holds whatever is not clear, and restores. */
export const policy: Policy = {
  evidence: 'verdict',
  within: false,
  onError: 'hold',
  onInconclusive: 'hold',
  noBaseline: 'hold',
  onPromoteFailure: 'restore',
  initial: null,
};

/** The same where there is no next environment. */
export const within: Policy = { ...policy, within: true };

export const noTroubles: Troubles = { crashes: 0, expiries: 0, lostAnswers: 0, delays: 0, edits: 0 };

export function scenario(part: Partial<Scenario> & Pick<Scenario, 'name' | 'runs'>): Scenario {
  return {
    policy,
    baseline: true,
    verdicts: ['pass', 'fail', 'error'],
    troubles: noTroubles,
    missing: [],
    vanishing: [],
    forgotten: false,
    lag: false,
    unfencedGit: false,
    ...part,
  };
}
