import { optional, required, type Variable } from '../environment';
import { InputError } from '../input-error';
import { decimal, json } from '../parse';
import { type Requirements, requirementProblems } from './requirements';

/**
 * The env variables of preflight.
 *
 * @internal
 */
export const contract: { readonly requirements: Variable<Requirements>; readonly deadline: Variable<number> } = {
  requirements: required('REQUIREMENTS', (text) => {
    const value = json(text);
    const problems = requirementProblems(value);
    if (problems.length > 0) throw new InputError(problems.join('; '));
    return value as Requirements;
  }),
  deadline: optional('DEADLINE_SECONDS', decimal('seconds', 0.1, 3600), 300),
};
