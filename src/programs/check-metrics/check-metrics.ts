import { type Environment, readEnvironment, required, type Variable } from '../environment';
import { InputError } from '../input-error';
import { json } from '../parse';
import type { Session } from '../session';
import type { Judgement } from '../verdict';
import { judgeMetrics } from './judge-metrics';
import { readMeasurements } from './measured';
import type { MetricsRules } from './rules';
import { areRules, rulesProblems } from './rules-problems';

/** The env variables of check-metrics, besides one for each value. @internal */
export const contract: { readonly rules: Variable<MetricsRules> } = {
  rules: required('RULES', (text) => {
    const value = json(text);
    if (areRules(value)) return value;
    throw new InputError(rulesProblems(value).join('; '));
  }),
};

/**
 * Judges the numbers of a trained model: limits, the gap to the training data, the champion's numbers.
 *
 * @internal
 */
export function checkMetrics(environment: Environment, session: Session): Judgement {
  const { rules } = readEnvironment(environment, contract);
  session.evidence.rules = rules;
  const measurements = readMeasurements(rules, environment);
  const { verdict, reason, findings, first } = judgeMetrics(rules, measurements);
  Object.assign(session.evidence, { measurements, first, findings });
  for (const { holds, text } of findings)
    session.log(`${holds === undefined ? 'unclear' : holds ? 'holds' : 'fails'}: ${text}`);
  return { verdict, reason };
}
