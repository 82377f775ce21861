import type { Environment } from './environment';
import type { Session } from './session';
import type { Judgement } from './verdict';
import { runWholeProcess } from './whole-process';

/**
 * Runs a gate as the whole process; `error`, and nothing else, exits 1.
 *
 * @internal
 */
export async function runGate(
  name: string,
  environment: Environment,
  judge: (session: Session) => Promise<Judgement>,
): Promise<never> {
  return runWholeProcess(name, environment, 'verdict', async (session) => {
    const { verdict, ...judged } = await judge(session);
    return { kind: 'verdict', word: verdict, ...judged, done: verdict !== 'error' };
  });
}
