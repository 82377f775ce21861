import type { Program } from '../../../../src/programs/release/effect';
import type { CandidateJob, Job } from '../../../../src/programs/release/job';
import { call } from '../../../../src/programs/release/procedure';
import { beginGate } from '../../../../src/programs/release/procedures/begin-gate';
import { decide } from '../../../../src/programs/release/procedures/decide';
import { releaseHold, retryGate } from '../../../../src/programs/release/procedures/operator';
import { override } from '../../../../src/programs/release/procedures/override';
import { recordVerdict } from '../../../../src/programs/release/procedures/record-verdict';
import { settle } from '../../../../src/programs/release/procedures/settle';
import { undo } from '../../../../src/programs/release/procedures/undo';
import { checks } from './checks';

/** The job as one pod of the run has it. */
const as = <J extends Job>(job: J, pod: string): J => ({ ...job, holder: `${job.holder}-${pod}` });

/** What an engine runs, one procedure in each pod; each returns the word that the run ends with. */
export const scripts = {
  *chain(job: CandidateJob): Program<string> {
    const begun = yield* call(beginGate, as(job, 'begin'));
    if (begun.next === 'end') return begun.outcome;
    if (begun.next === 'measure') {
      const verdict = yield* call(checks, job, begun.revision);
      yield* call(recordVerdict, as(job, 'record'), verdict, false);
    }
    return yield* call(decide, as(job, 'decide'));
  },
  *gate(job: CandidateJob): Program<string> {
    const begun = yield* call(beginGate, as(job, 'begin'));
    if (begun.next === 'end') return begun.outcome;
    // A verdict that is there already stands, whatever is handed to the recording.
    const verdict = begun.next === 'measure' ? yield* call(checks, job, begun.revision) : 'error';
    const recorded = yield* call(recordVerdict, as(job, 'record'), verdict, true);
    return recorded === 'lost' ? 'refused' : recorded;
  },
  *promoteOrRevert(job: CandidateJob): Program<string> {
    return yield* call(decide, as(job, 'decide'));
  },
  *settle(job: Job): Program<string> {
    return yield* call(settle, as(job, 'settle'));
  },
  *override(job: CandidateJob): Program<string> {
    yield* call(settle, as(job, 'settle'));
    return yield* call(override, as(job, 'override'));
  },
  *releaseHold(job: CandidateJob): Program<string> {
    return yield* call(releaseHold, as(job, 'release'));
  },
  *retryGate(job: CandidateJob): Program<string> {
    return yield* call(retryGate, as(job, 'retry'));
  },
  *undo(job: CandidateJob): Program<string> {
    return yield* call(undo, as(job, 'undo'));
  },
};

export type ScriptName = keyof typeof scripts;

/** The procedures that are the whole of a pod: an engine starts them again after a pod died. */
export const pods: readonly unknown[] = [
  beginGate,
  checks,
  recordVerdict,
  decide,
  settle,
  override,
  releaseHold,
  retryGate,
  undo,
];
