import { required, type Variable } from '../environment';
import { InputError } from '../input-error';
import { pipelineRun } from '../mlflow/names';
import { serverContract } from '../mlflow/tracking-server';
import { decimal, json } from '../parse';
import { areRules, type JoinRules, rulesProblems } from './rules';

/** What join-members ends with; only the first goes on. @internal */
export const outcomes = ['trained', 'missing', 'error'] as const;

/** The env variables of join-members, besides one for each member. @internal */
export const contract: {
  readonly tracking: typeof serverContract;
  readonly deadline: Variable<number>;
  readonly pipelineRun: Variable<string>;
  readonly rules: Variable<JoinRules>;
} = {
  tracking: serverContract,
  deadline: required('DEADLINE_SECONDS', decimal('seconds', 0.1, 86_400)),
  pipelineRun: required('PIPELINE_RUN', pipelineRun),
  rules: required('MEMBERS', (text) => {
    const value = json(text);
    if (areRules(value)) return value;
    throw new InputError(rulesProblems(value).join('; '));
  }),
};
