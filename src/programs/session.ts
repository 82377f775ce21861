import type { Environment } from './environment';
import { excerpt } from './excerpt';
import { InputError } from './input-error';
import { writeOutputs } from './outputs';
import { redaction } from './redaction';
import type { Judgement } from './verdict';

/**
 * What a gate is given to work with while it judges.
 *
 * @internal
 */
export interface GateSession {
  /** One line for the reader of the pod's log. */
  log(line: string): void;
  /** Foreign text without secrets and unprintable characters, cut to a length. */
  show(text: string, limit?: number): string;
  /** Keeps a secret out of the log, the reason and the evidence. */
  hide(secret: string): void;
  /** Filled while measuring, so that an interrupted run leaves what it saw until then. */
  readonly evidence: Record<string, unknown>;
}

/**
 * Runs a gate as the whole process: one of the four verdicts is written whatever happens, and the exit code is 0 only
 * when it judged.
 *
 * `error` is written before anything is tried: a process that is killed without a warning leaves it behind, and a
 * repeated pod never leaves the verdict of the attempt before.
 *
 * @internal
 */
export async function runGate(
  name: string,
  environment: Environment,
  judge: (session: GateSession) => Promise<Judgement>,
): Promise<never> {
  const folder = environment.OUT_DIR || '/out';
  const startedAt = new Date().toISOString();
  const session = gateSession(name, (line) => process.stdout.write(`${line}\n`));

  const leave = ({ verdict, reason }: Judgement): boolean => {
    const line = session.show(reason);
    const evidence = session.redacted({ program: name, verdict, reason: line, startedAt, ...session.evidence });
    try {
      writeOutputs(folder, { verdict, reason: line, evidence: { ...evidence, finishedAt: new Date().toISOString() } });
      return true;
    } catch (problem) {
      session.log(`cannot write to ${folder}: ${messageOf(problem)}`);
      return false;
    }
  };
  const finish = (judgement: Judgement): never => {
    const written = leave(judgement);
    session.log(`${judgement.verdict}: ${judgement.reason}`);
    return process.exit(written && judgement.verdict !== 'error' ? 0 : 1);
  };
  const giveUp = (problem: unknown): never => finish(judgementOf(problem));

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => finish({ verdict: 'error', reason: `terminated by ${signal} before it could judge` }));
  }
  process.on('uncaughtException', giveUp);
  process.on('unhandledRejection', giveUp);
  if (!leave({ verdict: 'error', reason: 'did not finish' })) return process.exit(1);
  return judge(session).then(finish, giveUp);
}

/**
 * A session that prints through `print`; `redacted` is what of its evidence may be written down.
 *
 * @internal
 */
export function gateSession(
  name: string,
  print: (line: string) => void,
): GateSession & { redacted(evidence: Record<string, unknown>): Record<string, unknown> } {
  const secrets = redaction();
  const show = (text: string, limit?: number): string => excerpt(secrets.redact(text), limit);
  return {
    log: (line) => print(`${name}: ${show(line)}`),
    show,
    hide: secrets.hide,
    evidence: {},
    redacted: (evidence) =>
      JSON.parse(JSON.stringify(evidence), (_, value: unknown) =>
        typeof value === 'string' ? secrets.redact(value) : value,
      ) as Record<string, unknown>,
  };
}

function judgementOf(problem: unknown): Judgement {
  const reason = problem instanceof InputError ? problem.message : `unexpected: ${messageOf(problem)}`;
  return { verdict: 'error', reason };
}

function messageOf(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem);
}
