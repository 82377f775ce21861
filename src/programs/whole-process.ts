import type { Environment } from './environment';
import { InputError } from './input-error';
import { type Ending, writeOutputs } from './outputs';
import { openSession, type Session } from './session';
import { Trouble } from './trouble';

/**
 * Runs a program as the whole process: the word it ends with is written whatever happens, and the exit code is 0 only
 * when it did its work.
 *
 * `error` is written before anything is tried: a process that is killed without a warning leaves it behind, and a
 * repeated pod never leaves the word of the attempt before.
 *
 * @param without what is left where the work came to no end
 * @internal
 */
export async function runWholeProcess(
  name: string,
  environment: Environment,
  kind: Ending['kind'],
  work: (session: Session) => Promise<Ending>,
  without: Pick<Ending, 'word' | 'outputs'> = { word: 'error' },
): Promise<never> {
  const folder = environment.OUT_DIR || '/out';
  const startedAt = new Date().toISOString();
  const session = openSession(name, (line) => process.stdout.write(`${line}\n`));
  const failed = (reason: string): Ending => ({ kind, ...without, reason, done: false });

  const leave = (ending: Ending): boolean => {
    const reason = session.show(ending.reason);
    const { word } = ending;
    const evidence = session.redacted({ program: name, [kind]: word, reason, startedAt, ...session.evidence });
    try {
      writeOutputs(folder, { ...ending, reason }, { ...evidence, finishedAt: new Date().toISOString() });
      return true;
    } catch (problem) {
      session.log(`cannot write to ${folder}: ${messageOf(problem)}`);
      return false;
    }
  };
  const finish = (ending: Ending): never => {
    const written = leave(ending);
    session.log(`${ending.word}: ${ending.reason}`);
    return process.exit(written && ending.done ? 0 : 1);
  };
  const giveUp = (problem: unknown): never => finish(failed(reasonOf(problem)));

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => finish(failed(`terminated by ${signal} before it could finish`)));
  }
  process.on('uncaughtException', giveUp);
  // Work that waits for nothing would otherwise end as if all were well.
  process.on('beforeExit', () => giveUp(new Error('it came to a stop without an end')));
  process.on('unhandledRejection', giveUp);
  if (!leave(failed('did not finish'))) return process.exit(1);
  return work(session).then(finish, giveUp);
}

function reasonOf(problem: unknown): string {
  const foreseen = problem instanceof InputError || problem instanceof Trouble;
  return foreseen ? problem.message : `unexpected: ${messageOf(problem)}`;
}

function messageOf(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem);
}
