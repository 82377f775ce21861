import type { Verdict } from '../verdict';
import { armOf } from './arm-of';
import type { Program } from './effect';
import type { CandidateJob } from './job';
import { deployedFor } from './place';
import { beginGate } from './procedures/begin-gate';
import { decide } from './procedures/decide';
import { type OperatorAnswer, releaseHold, retryGate } from './procedures/operator';
import { override } from './procedures/override';
import { recordVerdict } from './procedures/record-verdict';
import { settle } from './procedures/settle';
import { undo } from './procedures/undo';
import { verdictSoFar } from './procedures/verdict-so-far';
import type { Step } from './step';
import {
  carryOut,
  givenCandidate,
  jobOf,
  policyOf,
  recordedCandidate,
  type StepContext,
  type StepEnding,
} from './step-context';
import { nothingBegun } from './step-outputs';
import { operatorReason, outcomeReason, undoReason } from './step-reason';
import type { RecordedVerdict } from './verdict-book';

/** What each step does and says. @internal */
export const runStep: Readonly<Record<Step, (context: StepContext) => Promise<StepEnding>>> = {
  'begin-gate': runBeginGate,
  'record-verdict': runRecordVerdict,
  'read-decision': runReadDecision,
  decide: runDecide,
  settle: runSettle,
  override: (context) => runOperator(context, override),
  'release-hold': (context) => runOperator(context, releaseHold),
  'retry-gate': (context) => runOperator(context, retryGate),
  undo: runUndo,
};

async function runBeginGate(context: StepContext): Promise<StepEnding> {
  const { configuration } = context;
  const candidate = givenCandidate(context);
  const begun = await carryOut(context, beginGate({ ...(await jobOf(context)), candidate }));
  if (begun.next === 'end') {
    const { outcome } = begun;
    return { word: outcome, reason: outcomeReason(configuration, outcome), done: false, outputs: nothingBegun };
  }
  const deployed = deployedText(context);
  if (begun.next === 'measure') {
    const { revision: commit } = begun;
    const where = commit === '' ? '' : ` in commit ${commit}`;
    const reason = `version ${candidate.modelVersion} is set to be deployed to ${configuration.source}${where}`;
    const outputs = { next: 'measure', verdict: 'error', commit, deployed };
    return { word: 'begun', reason, done: true, outputs };
  }
  const entry = await carryOut(context, verdictSoFar(candidate));
  const verdict = entry === null ? 'error' : wordFor(entry.verdict);
  const reason = `version ${candidate.modelVersion} has its verdict already: ${entry?.verdict ?? 'none'}`;
  return { word: 'begun', reason, done: true, outputs: { next: 'decide', verdict, commit: '', deployed } };
}

function deployedText({ configuration }: StepContext): string {
  const { places, images, candidate } = configuration;
  if (places === undefined || candidate === undefined) return '';
  const deployed = deployedFor(places.sides.source, candidate, images);
  return deployed.kind === 'image' ? deployed.reference : deployed.uri;
}

async function runRecordVerdict(context: StepContext): Promise<StepEnding> {
  const { measured, source } = context.configuration;
  const candidate = givenCandidate(context);
  const { verdict: found, alone } = measured ?? { verdict: 'error' as const, alone: false };
  const stands = await carryOut(context, recordVerdict({ ...(await jobOf(context)), candidate }, found, alone));
  const of = `version ${candidate.modelVersion} in ${source}`;
  if (stands === 'lost') {
    const reason = `the verdict ${found} on ${of} does not count: this run lost the environment to another`;
    return { word: 'error', reason, done: false };
  }
  const reason = `${of}: ${stands}${stands === found ? '' : `, which stood before ${found} came`}`;
  return { word: wordFor(stands), reason, done: true };
}

async function runReadDecision(context: StepContext): Promise<StepEnding> {
  const found = await recordedCandidate(context);
  if ('superseded' in found) return { word: 'hold', reason: found.superseded, done: true };
  const { candidate } = found;
  const policy = await policyOf(context);
  const verdict = policy.evidence === 'approved' ? null : await carryOut(context, verdictSoFar(candidate));
  const { record } = await context.world.records.source.read();
  const arm = armOf(record, candidate, verdict, policy);
  const reason = `version ${candidate.modelVersion} in ${context.configuration.source}: ${arm}, its verdict is ${verdict?.verdict ?? 'none'}`;
  return { word: arm === 'nothing' ? 'hold' : arm, reason, done: true };
}

async function runDecide(context: StepContext): Promise<StepEnding> {
  const { configuration, world } = context;
  const found = await recordedCandidate(context);
  if ('superseded' in found) return { word: 'superseded', reason: found.superseded, done: true };
  const job = { ...(await jobOf(context)), candidate: found.candidate };
  const outcome = await carryOut(context, decide(job, configuration.arm));
  const locked = world.unlockTrouble();
  if (locked !== undefined)
    return { word: 'unlock-failed', reason: `${outcomeReason(configuration, outcome)}; ${locked}`, done: true };
  return { word: outcome, reason: outcomeReason(configuration, outcome), done: true };
}

async function runSettle(context: StepContext): Promise<StepEnding> {
  const { source, places } = context.configuration;
  const word = await carryOut(context, settle(await jobOf(context)));
  const target = places?.sides.target?.environment;
  const between = target === undefined ? source : `${source} and ${target}`;
  const reasons = {
    settled: `${between}: git, registry and records agree`,
    busy: `${between}: a release is under way`,
    lost: `${between}: somebody else took over, or is promoting into ${source}`,
  };
  return { word, reason: reasons[word], done: word !== 'lost' };
}

async function runOperator(
  context: StepContext,
  procedure: (job: CandidateJob) => Program<OperatorAnswer>,
): Promise<StepEnding> {
  const { configuration } = context;
  const found = await recordedCandidate(context);
  if ('superseded' in found) return { word: 'superseded', reason: found.superseded, done: false };
  const answer = await carryOut(context, procedure({ ...(await jobOf(context)), candidate: found.candidate }));
  return { word: answer, reason: operatorReason(configuration, answer), done: answer === 'done' };
}

async function runUndo(context: StepContext): Promise<StepEnding> {
  const { configuration, world } = context;
  const found = await recordedCandidate(context);
  if ('superseded' in found) return { word: 'superseded', reason: found.superseded, done: false };
  const word = await carryOut(context, undo({ ...(await jobOf(context)), candidate: found.candidate }));
  const locked = world.unlockTrouble();
  const reason = undoReason(configuration, word);
  return { word, reason: locked === undefined ? reason : `${reason}; ${locked}`, done: word === 'reverted' };
}

/** Pipelines know four words, and somebody answered for it. */
function wordFor(verdict: RecordedVerdict): Verdict {
  return verdict === 'override' ? 'pass' : verdict;
}
