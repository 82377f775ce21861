import { awaitVersion, proveAgain, versionHistory } from '../await-version';
import { startDeadline } from '../deadline';
import type { Session } from '../session';
import type { Judgement } from '../verdict';
import type { Configuration } from './configuration';
import { type Measured, measureSamples } from './measure-samples';

/**
 * Waits until exactly the candidate's version answers, sends it the samples, and makes sure that it still is that
 * version which answers: a judgement holds for the version it names or it is `error`. Without a proof of the version it only
 * measures; then whoever calls it proves the version, before and after.
 *
 * @internal
 */
export async function checkHttp(configuration: Configuration, session: Session): Promise<Judgement> {
  const judged = await judge(configuration, session);
  if (judged.verdict !== 'fail' || configuration.severity === 'fail') return judged;
  const warning = `warning: ${judged.reason}`;
  session.evidence.warnings = [judged.reason];
  session.log(warning);
  return { verdict: 'pass', reason: warning };
}

async function judge(configuration: Configuration, session: Session): Promise<Judgement> {
  const { proof, pollMilliseconds, deadlineSeconds, described } = configuration;
  const deadline = startDeadline(deadlineSeconds);
  const measured: Measured[] = [];
  Object.assign(session.evidence, { request: described, samples: measured });
  if (proof === undefined) return measureSamples(configuration, deadline, measured, session);
  const history = versionHistory(proof);
  session.evidence.version = history;

  session.log(`waiting for version ${proof.expected} at ${proof.url.href}, at most ${deadlineSeconds} s`);
  const unproven = await awaitVersion(proof, pollMilliseconds, deadline, history, session);
  if (unproven !== undefined) return { verdict: 'error', reason: unproven };
  session.log(`version ${proof.expected} answers`);

  const judged = await measureSamples(configuration, deadline, measured, session);
  if (judged.verdict === 'error' || judged.verdict === 'inconclusive') return judged;
  const changed = await proveAgain(proof, pollMilliseconds, deadline, history, session);
  if (changed !== undefined) return { verdict: 'error', reason: `${changed} (before that: ${judged.reason})` };
  return { verdict: judged.verdict, reason: `version ${proof.expected}: ${judged.reason}` };
}
