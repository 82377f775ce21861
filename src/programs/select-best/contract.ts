import { required, type Variable } from '../environment';
import { InputError } from '../input-error';
import { pipelineRun } from '../mlflow/names';
import { serverContract } from '../mlflow/tracking-server';
import { decimal, json } from '../parse';
import type { SelectionRules } from './rules';
import { areRules, rulesProblems } from './rules-problems';

/** What select-best ends with; only the first goes on. @internal */
export const outcomes = ['selected', 'none', 'error'] as const;

/** The env variables of select-best, besides one for each member. @internal */
export const contract: {
  readonly tracking: typeof serverContract;
  readonly deadline: Variable<number>;
  readonly pipelineRun: Variable<string>;
  readonly rules: Variable<SelectionRules>;
} = {
  tracking: serverContract,
  deadline: required('DEADLINE_SECONDS', decimal('seconds', 0.1, 86_400)),
  pipelineRun: required('PIPELINE_RUN', pipelineRun),
  rules: required('SELECTION', (text) => {
    const value = json(text);
    if (areRules(value)) return value;
    throw new InputError(rulesProblems(value).join('; '));
  }),
};
