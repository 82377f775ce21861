import { shorter } from '../../deadline';
import type { Calling } from '../../http-call';
import { InputError } from '../../input-error';
import type { KubernetesApi } from '../../kubernetes/api';
import type { Repository } from '../../oci/repository';
import { waitRollout } from '../../wait-rollout/wait-rollout';
import type { Candidate } from '../candidate';
import type { Rollout } from '../effect';
import { definedAs, deployedFor, type Place, rolloutOf } from '../place';
import { untilClear } from './until-clear';

/** @internal */
export interface AwaitedRollout {
  readonly release: Candidate;
  readonly revision: string;
  /** Whether it must get all of the traffic, and not a share of it. @default false */
  readonly allTraffic?: boolean;
}

/** Waits until the cluster runs a release and nothing else, as the commit says that it was pushed with. @internal */
export async function awaitRolloutIn(
  place: Place,
  { release, revision, allTraffic = false }: AwaitedRollout,
  images: Repository | undefined,
  api: KubernetesApi,
  { deadline, session }: Calling,
): Promise<Rollout> {
  if (place.rollout === undefined) throw new InputError('this step waits for no roll-out');
  const deployed = definedAs(place, deployedFor(place, release, images));
  const awaited = rolloutOf(place.rollout, { deployed, release, commit: revision });
  const configuration = { ...awaited, allTraffic };
  const calling = { deadline: shorter(deadline, configuration.deadlineSeconds), session };
  const { verdict, reason } = await untilClear(() => waitRollout(configuration, api, calling), calling);
  session.log(reason);
  session.evidence.rollout = { verdict, reason };
  if (verdict === 'pass') return 'ready';
  return verdict === 'fail' ? 'failed' : 'late';
}
