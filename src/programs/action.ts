import type { Environment } from './environment';
import type { Ending } from './outputs';
import type { Session } from './session';
import { runWholeProcess } from './whole-process';

/**
 * What an action came to: a word of the program's own alphabet, why, and whether the run may go on.
 *
 * @internal
 */
export interface Outcome<W extends string = string> {
  readonly outcome: W;
  readonly reason: string;
  /** False ends the pod red: it was refused, or came too late. */
  readonly done: boolean;
  /** More output files by name: identifiers of a fixed alphabet, never foreign text. */
  readonly outputs?: Readonly<Record<string, string>>;
}

/**
 * Runs a program that changes something as the whole process; anything unforeseen ends with the outcome `error`.
 *
 * @internal
 */
export async function runAction(
  name: string,
  environment: Environment,
  act: (session: Session) => Promise<Outcome>,
): Promise<never> {
  return runWholeProcess(name, environment, 'outcome', async (session): Promise<Ending> => {
    const { outcome, ...ended } = await act(session);
    return { kind: 'outcome', word: outcome, ...ended };
  });
}
