import { optional, required, type Variable } from '../environment';
import { decimal, matching } from '../parse';

const objectName = matching(/^[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?$/, 'the name of an object');

/**
 * The env variables of start-run.
 *
 * @internal
 */
export const contract: {
  readonly runFile: Variable<string>;
  readonly runName: Variable<string>;
  readonly deadline: Variable<number>;
} = {
  /** The run to create, as JSON. */
  runFile: optional('RUN_FILE', (path) => path, '/run/run.json'),
  /** The name of this start: a repeated pod creates no second run. */
  runName: required('RUN_NAME', objectName),
  deadline: optional('DEADLINE_SECONDS', decimal('seconds', 0.1, 3600), 120),
};
