import { optional, required, type Variable } from '../environment';
import { InputError } from '../input-error';
import { pipelineRun } from '../mlflow/names';
import { serverContract } from '../mlflow/tracking-server';
import { decimal, json } from '../parse';
import type { EachRules } from './rules';
import { areRules, rulesProblems } from './rules-problems';

/** The env variables of register-each, besides one for each member. @internal */
export const contract: {
  readonly tracking: typeof serverContract;
  readonly deadline: Variable<number>;
  readonly poll: Variable<number>;
  readonly pipelineRun: Variable<string>;
  readonly rules: Variable<EachRules>;
} = {
  tracking: serverContract,
  deadline: required('DEADLINE_SECONDS', decimal('seconds', 0.1, 86_400)),
  poll: optional('POLL_SECONDS', decimal('seconds', 0.01, 3600), 2),
  pipelineRun: required('PIPELINE_RUN', pipelineRun),
  rules: required('REGISTRATION', (text) => {
    const value = json(text);
    if (areRules(value)) return value;
    throw new InputError(rulesProblems(value).join('; '));
  }),
};
