import { required, type Variable } from '../environment';
import { decimal, whole } from '../parse';
import { type DeployedValue, deployedValue } from './deployed-value';

/**
 * The env variables that all programs which deploy have in common.
 *
 * @internal
 */
export const deployContract: {
  readonly deployed: Variable<DeployedValue>;
  readonly token: Variable<number>;
  readonly deadline: Variable<number>;
} = {
  deployed: required('DEPLOYED', deployedValue),
  token: required('TOKEN', whole('a whole number', 0, 999_999_999)),
  deadline: required('DEADLINE_SECONDS', decimal('seconds', 0.1, 86_400)),
};
