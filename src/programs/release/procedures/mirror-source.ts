import type { Program } from '../effect';
import type { Job } from '../job';
import { call } from '../procedure';
import { mirrorAlias } from './mirror';

/**
 * Makes the registry's alias of an environment that candidates are tested in follow the record: what is deployed, tested or
 * not. Where nothing is tested, or nothing comes after, it names what was approved all the same.
 *
 * @internal
 */
export function* mirrorSource({ policy }: Job): Program<void> {
  yield* call(mirrorAlias, 'source', policy.evidence === 'approved' || policy.within ? 'good' : 'deployed');
}
