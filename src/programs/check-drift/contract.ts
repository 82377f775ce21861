import { optional, required, type Variable } from '../environment';
import { environmentFileContract } from '../environment-file/contract';
import { labelName, objectName } from '../kubernetes/names';
import { aliasName } from '../mlflow/names';
import { trackingContract } from '../mlflow/tracking-server';
import { decimal, oneOf } from '../parse';
import { type Workload, workload } from '../workload/workload';

/** What the record is compared with; each is looked at only if its first variable is set. @internal */
export const places = {
  git: { when: 'REPOSITORY', contract: environmentFileContract },
  live: {
    when: 'WORKLOAD',
    contract: {
      namespace: required('NAMESPACE', labelName),
      workload: required('WORKLOAD', workload),
      container: optional('CONTAINER', labelName, undefined),
    } satisfies {
      readonly namespace: Variable<string>;
      readonly workload: Variable<Workload>;
      readonly container: Variable<string | undefined>;
    },
  },
  registry: {
    when: 'MLFLOW_TRACKING_URI',
    contract: { ...trackingContract, alias: required('ALIAS', aliasName) },
  },
} as const;

/**
 * The env variables of check-drift that are always there.
 *
 * @internal
 */
export const contract: {
  readonly record: Variable<string>;
  readonly follows: Variable<'deployed' | 'good'>;
  readonly deadline: Variable<number>;
} = {
  record: required('RECORD', objectName),
  follows: optional('ALIAS_FOLLOWS', oneOf(['deployed', 'good']), 'deployed'),
  deadline: required('DEADLINE_SECONDS', decimal('seconds', 0.1, 3600)),
};
