import { shorter } from '../../deadline';
import type { Calling } from '../../http-call';
import { InputError } from '../../input-error';
import type { KubernetesApi } from '../../kubernetes/api';
import type { Repository } from '../../oci/repository';
import { waitRollout } from '../../wait-rollout/wait-rollout';
import type { Candidate } from '../candidate';
import type { Rollout } from '../effect';
import { deployedFor, type Place, rolloutOf } from '../place';
import { untilClear } from './until-clear';

/** Waits until the cluster runs a release and nothing else, as the commit says that it was pushed with. @internal */
export async function awaitRolloutIn(
  place: Place,
  { release, revision }: { readonly release: Candidate; readonly revision: string },
  images: Repository | undefined,
  api: KubernetesApi,
  { deadline, session }: Calling,
): Promise<Rollout> {
  if (place.rollout === undefined) throw new InputError('this step waits for no roll-out');
  const deployed = deployedFor(place, release, images);
  const configuration = rolloutOf(place.rollout, { deployed, modelVersion: release.modelVersion, commit: revision });
  const calling = { deadline: shorter(deadline, configuration.deadlineSeconds), session };
  const { verdict, reason } = await untilClear(() => waitRollout(configuration, api, calling), calling);
  session.log(reason);
  session.evidence.rollout = { verdict, reason };
  if (verdict === 'pass') return 'ready';
  return verdict === 'fail' ? 'failed' : 'late';
}
