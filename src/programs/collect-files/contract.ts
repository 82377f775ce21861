import { optional, type Variable } from '../environment';
import { decimal } from '../parse';

/**
 * The env variables of collect-files.
 *
 * @internal
 */
export const contract: { readonly minAgeHours: Variable<number>; readonly deadline: Variable<number> } = {
  minAgeHours: optional('MIN_AGE_HOURS', decimal('hours', 0, 8760), 24),
  deadline: optional('DEADLINE_SECONDS', decimal('seconds', 0.1, 3600), 300),
};
