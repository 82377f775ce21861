import type { Configuration } from './configuration';
import { type Outcome, outcomes } from './outcome';
import { type UndoOutcome, undoOutcomes } from './undo-outcome';

/** The sentence that an outcome ends with. @internal */
export function outcomeReason({ modelVersion, source, places }: Configuration, outcome: Outcome): string {
  const to = places?.sides.target === undefined ? '' : ` to ${places.sides.target.environment}`;
  return `version ${modelVersion} from ${source}${to}: ${outcomes[outcome]}`;
}

const refusals = {
  done: 'it is written down',
  lost: 'the lock was lost to somebody else, or something is open that has to be settled first',
  busy: 'somebody else holds the lock',
  superseded: 'a newer candidate is there',
  rejected: 'the candidate was found bad; only release-hold lifts that',
  held: 'the candidate is held, and another measurement was not asked for',
  refused: 'the record does not allow that now: see the conditions in the documentation of the release record',
  recorded: 'the candidate has its verdict already',
} as const;

/** The sentence that an operator is told. @internal */
export function operatorReason({ step, modelVersion, source }: Configuration, answer: keyof typeof refusals): string {
  return `${step} of version ${modelVersion} in ${source}: ${refusals[answer]}`;
}

/** The sentence that an undo ends with. @internal */
export function undoReason({ modelVersion, source }: Configuration, outcome: UndoOutcome): string {
  return `undo of version ${modelVersion} in ${source}: ${undoOutcomes[outcome]}`;
}
