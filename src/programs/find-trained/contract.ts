import { required, type Variable } from '../environment';
import { trackingContract } from '../mlflow/tracking-server';
import { decimal, oneOf } from '../parse';
import { type Identity, identityOf } from './configuration';

/** What find-trained ends with; with `found` nothing is trained. @internal */
export const outcomes = ['found', 'none', 'forced', 'error'] as const;

/** The env variables of find-trained, besides one for each input. @internal */
export const contract: {
  readonly tracking: typeof trackingContract;
  readonly deadline: Variable<number>;
  readonly identity: Variable<Identity>;
  readonly force: Variable<'true' | 'false'>;
} = {
  tracking: trackingContract,
  deadline: required('DEADLINE_SECONDS', decimal('seconds', 0.1, 86_400)),
  identity: required('IDENTITY', identityOf),
  force: required('FORCE', oneOf(['true', 'false'])),
};
