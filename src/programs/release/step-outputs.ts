import { verdicts } from '../verdict';
import type { Refusal } from './guards';
import { type Outcome, outcomes } from './outcome';
import type { Step } from './step';

/** A file of an output and its words; no words: an identifier, maybe empty. @internal */
export type OutputWords = readonly string[] | 'identifier';

/** What an operator's step ends with; every word but `done` is red. @internal */
export const operatorOutcomes = [
  'done',
  'lost',
  'busy',
  'superseded',
  'rejected',
  'held',
  'refused',
  'recorded',
] as const satisfies readonly ('done' | Refusal)[];

/** What the record, the verdict and the policy say is to be done. @internal */
export const arms = ['promote', 'revert', 'hold'] as const;

/** @internal */
export type Arm = (typeof arms)[number];

const releaseOutcomes = Object.keys(outcomes) as Outcome[];
const operator = { outcome: [...operatorOutcomes, 'error'] } as const;

/**
 * The output files of each step, beside `reason` and `evidence.json`.
 *
 * An override counts as `pass` where a verdict is due: pipelines know four words.
 *
 * @internal
 */
export const stepOutputs: Readonly<Record<Step, Readonly<Record<string, OutputWords>>>> = {
  'begin-gate': {
    outcome: [...releaseOutcomes, 'begun', 'error'],
    next: ['measure', 'decide', 'end'],
    verdict: verdicts,
    commit: 'identifier',
    deployed: 'identifier',
  },
  'record-verdict': { verdict: verdicts },
  'read-decision': { decision: arms },
  decide: { outcome: [...releaseOutcomes, 'error'] },
  settle: { outcome: ['settled', 'busy', 'lost', 'error'] },
  override: operator,
  'release-hold': operator,
  'retry-gate': operator,
};
