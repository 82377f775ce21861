import { deployContract } from '../deploy/contract';
import { optional, required, type Values, type Variable } from '../environment';
import { labelName } from '../kubernetes/names';
import { type Workload, workload } from '../workload/workload';

/**
 * The env variables of deploy-patch.
 *
 * @internal
 */
export const contract: typeof deployContract & {
  readonly namespace: Variable<string>;
  readonly workload: Variable<Workload>;
  readonly container: Variable<string | undefined>;
} = {
  ...deployContract,
  namespace: required('NAMESPACE', labelName),
  workload: required('WORKLOAD', workload),
  container: optional('CONTAINER', labelName, undefined),
};

/** @internal */
export type Contract = Values<typeof contract>;
