import type { Session } from '../session';
import { Trouble } from '../trouble';
import type { PollPlan } from './plan';
import { fieldAt, shown } from './statement';

/** What an answer says of the training. @internal */
export interface State {
  readonly kind: 'running' | 'done' | 'failed';
  /** The word and where it stands, for the reader. */
  readonly said: string;
}

/** @throws Trouble for a word that nobody expects, or none @internal */
export function readState(answer: unknown, plan: PollPlan, of: string, session: Session): State {
  const { state, running, done, failed } = plan;
  const found = fieldAt(answer, state);
  const word = ['string', 'number', 'boolean'].includes(typeof found) ? String(found) : undefined;
  const said = `${state} is ${session.show(shown(found), 100)}`;
  for (const [kind, words] of Object.entries({ running, done, failed }))
    if (word !== undefined && words.includes(word)) return { kind: kind as State['kind'], said };
  const expected = [...running, ...done, ...failed].join(', ');
  throw new Trouble(
    found === undefined
      ? `the answer to ${of} has nothing at ${state}, where one of these words is due: ${expected}`
      : `the answer to ${of}: ${said}, expected one of ${expected}`,
  );
}
