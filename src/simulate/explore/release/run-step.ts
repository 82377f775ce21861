import { armOf } from '../../../programs/release/arm-of';
import type { Candidate } from '../../../programs/release/candidate';
import type { Program } from '../../../programs/release/effect';
import type { Job } from '../../../programs/release/job';
import { beginGate } from '../../../programs/release/procedures/begin-gate';
import { decide } from '../../../programs/release/procedures/decide';
import { releaseHold, retryGate } from '../../../programs/release/procedures/operator';
import { override } from '../../../programs/release/procedures/override';
import { recordVerdict } from '../../../programs/release/procedures/record-verdict';
import { settle } from '../../../programs/release/procedures/settle';
import { undo } from '../../../programs/release/procedures/undo';
import { verdictSoFar } from '../../../programs/release/procedures/verdict-so-far';
import { type Arm, nothingBegun } from '../../../programs/release/step-outputs';
import type { RecordedVerdict } from '../../../programs/release/verdict-book';
import type { Verdict } from '../../../programs/verdict';
import type { ReleaseWorld } from './release-world';

/** What a pod of the program `release` is told. @internal */
export interface StepVariables {
  readonly step: string;
  readonly job: Job;
  readonly candidate: Candidate;
  readonly verdict: Verdict;
  readonly alone: boolean;
  readonly arm: Arm | undefined;
}

/** What it leaves, and whether it exits with 0. @internal */
export interface StepEnd {
  readonly outputs: Readonly<Record<string, string>>;
  readonly done: boolean;
}

/** Carries a procedure out. @internal */
export type CarryOut = <T>(program: Program<T>) => T;

/** The steps that a run makes by itself, in the order of a release. @internal */
export const modelled: ReadonlySet<string> = new Set([
  'begin-gate',
  'record-verdict',
  'read-decision',
  'decide',
  'settle',
]);

/**
 * What `src/programs/release/run-step.ts` makes of the procedures, with a world that answers at once.
 *
 * @internal
 */
export function runStep(
  { step, job, candidate, ...given }: StepVariables,
  world: ReleaseWorld,
  carryOut: CarryOut,
): StepEnd {
  const word = (outcome: string, done = true): StepEnd => ({ outputs: { outcome }, done });
  switch (step) {
    case 'begin-gate': {
      const begun = carryOut(beginGate({ ...job, candidate }));
      if (begun.next === 'end') return { outputs: { outcome: begun.outcome, ...nothingBegun }, done: false };
      const deployed = `registry/app@${candidate.digest}`;
      if (begun.next === 'measure') {
        const outputs = { outcome: 'begun', next: 'measure', verdict: 'error', commit: begun.revision, deployed };
        return { outputs, done: true };
      }
      const verdict = wordFor(carryOut(verdictSoFar(candidate))?.verdict ?? 'error');
      return { outputs: { outcome: 'begun', next: 'decide', verdict, commit: '', deployed }, done: true };
    }
    case 'record-verdict': {
      const stands = carryOut(recordVerdict({ ...job, candidate }, given.verdict, given.alone));
      if (stands === 'lost') return { outputs: { verdict: 'error' }, done: false };
      return { outputs: { verdict: wordFor(stands) }, done: true };
    }
    case 'read-decision': {
      const recorded = recordedCandidate(world, candidate);
      if (recorded === undefined) return { outputs: { decision: 'hold' }, done: true };
      const verdict = carryOut(verdictSoFar(recorded));
      const arm = armOf(world.record('source'), recorded, verdict, job.policy);
      return { outputs: { decision: arm === 'nothing' ? 'hold' : arm }, done: true };
    }
    case 'decide': {
      const recorded = recordedCandidate(world, candidate);
      if (recorded === undefined) return word('superseded');
      return word(carryOut(decide({ ...job, candidate: recorded }, given.arm)));
    }
    case 'override':
    case 'release-hold':
    case 'retry-gate': {
      const recorded = recordedCandidate(world, candidate);
      if (recorded === undefined) return word('superseded', false);
      const answer = carryOut(operators[step]({ ...job, candidate: recorded }));
      return word(answer, answer === 'done');
    }
    case 'undo': {
      const recorded = recordedCandidate(world, candidate);
      if (recorded === undefined) return word('superseded', false);
      const outcome = carryOut(undo({ ...job, candidate: recorded }));
      return word(outcome, outcome === 'reverted');
    }
    default: {
      const settled = carryOut(settle(job));
      return word(settled, settled !== 'lost');
    }
  }
}

const operators = { override, 'release-hold': releaseHold, 'retry-gate': retryGate };

function recordedCandidate(world: ReleaseWorld, { modelVersion }: Candidate): Candidate | undefined {
  const { candidate } = world.record('source');
  return candidate?.modelVersion === modelVersion ? candidate : undefined;
}

const wordFor = (verdict: RecordedVerdict): Verdict => (verdict === 'override' ? 'pass' : verdict);
