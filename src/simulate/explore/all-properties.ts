import { aliasAfterRollout } from './properties/alias-after-rollout';
import { candidateDecided } from './properties/candidate-decided';
import { changesUnderLock } from './properties/changes-under-lock';
import { endsInTime } from './properties/ends-in-time';
import { failureEndsRed } from './properties/failure-ends-red';
import { neverBoth } from './properties/never-both';
import { nothingStuck } from './properties/nothing-stuck';
import { passBeforePromotion } from './properties/pass-before-promotion';
import type { Property } from './property';

/** In the order in which they are told. @internal */
export const properties: readonly Property[] = [
  passBeforePromotion,
  neverBoth,
  aliasAfterRollout,
  changesUnderLock,
  candidateDecided,
  failureEndsRed,
  nothingStuck,
  endsInTime,
];
