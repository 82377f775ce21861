import { required, type Variable } from '../environment';
import { decimal } from '../parse';
import { bucketNames } from '../s3/names';
import { storeContract } from '../s3/object-store';

/** The env variables of ensure-buckets. @internal */
export const contract: {
  readonly store: typeof storeContract;
  readonly buckets: Variable<readonly string[]>;
  readonly deadline: Variable<number>;
} = {
  store: storeContract,
  buckets: required('BUCKETS', bucketNames),
  deadline: required('DEADLINE_SECONDS', decimal('seconds', 0.1, 3600)),
};

/** How it ends: buckets were made, all were there, or some are not to be had. @internal */
export const outcomes = ['made', 'there', 'refused'] as const;
