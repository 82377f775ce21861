import { type Environment, readEnvironment } from '../environment';
import type { Session } from '../session';
import type { Judgement } from '../verdict';
import { askedContract } from './contract';
import { judgeSampling, verdictOf } from './judge-sampling';
import { type Logged, loggedObservation } from './logged-observation';
import { type Observed, observationKeys, variableOf } from './observation';

/**
 * Looks whether the data were really sampled as it was asked for, by what the task that did it hands on, or by what the
 * run of MLflow says that trained on them.
 *
 * @internal
 */
export async function checkSampling(environment: Environment, session: Session): Promise<Judgement> {
  const asked = readEnvironment(environment, askedContract);
  session.evidence.asked = asked;
  const isLogged = (environment.RUN_ID ?? '') !== '';
  const logged = isLogged ? await loggedObservation(environment, session) : handedOn(environment, session);
  const findings = [...judgeSampling(asked, logged.seen), ...logged.findings];
  Object.assign(session.evidence, { observed: logged.seen, findings });
  for (const { holds, text } of findings)
    session.log(`${holds === undefined ? 'unseen' : holds ? 'holds' : 'fails'}: ${text}`);
  return verdictOf(findings);
}

function handedOn(environment: Environment, session: Session): Logged {
  const names = Object.keys(observationKeys) as Observed[];
  const seen = names.map((name) => {
    const text = environment[variableOf(name)];
    return [name, text === undefined ? undefined : session.show(text, 100)] as const;
  });
  return { seen: Object.fromEntries(seen), findings: [] };
}
