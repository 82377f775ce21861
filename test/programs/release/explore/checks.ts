import { awaitRollout, type Effect, type Program } from '../../../../src/programs/release/effect';
import type { CandidateJob } from '../../../../src/programs/release/job';
import type { Verdict } from '../../../../src/programs/verdict';

/** What only the pods of the checks do: here any verdict comes out, and whether the candidate was what they saw. */
export type MeasureEffect = { readonly kind: 'measure'; readonly candidate: string };

function* measure(candidate: string): Program<Verdict> {
  return (yield { kind: 'measure', candidate } satisfies MeasureEffect as unknown as Effect) as Verdict;
}

/** The verdict wrapper: the version is proven, everything is measured, the version is proven again. */
export function* checks(job: CandidateJob, revision: string): Program<Verdict> {
  if ((yield* awaitRollout('source', job.candidate, revision)) !== 'ready') return 'error';
  const verdict = yield* measure(job.candidate.modelVersion);
  return (yield* awaitRollout('source', job.candidate, revision)) === 'ready' ? verdict : 'error';
}
