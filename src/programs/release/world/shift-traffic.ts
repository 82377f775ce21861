import type { Calling } from '../../http-call';
import type { KubernetesApi } from '../../kubernetes/api';
import type { Repository } from '../../oci/repository';
import type { Candidate } from '../candidate';
import type { Rollout } from '../effect';
import type { Place } from '../place';
import { awaitRolloutIn } from './await-rollout';
import { pushTo } from './push';
import { untilClear } from './until-clear';

/** A release that was pushed, maybe with a share of the traffic only. @internal */
export interface Shift {
  readonly release: Candidate;
  readonly revision: string;
  /** The record's, with which it was pushed. */
  readonly token: number;
  /** Whether it is new: what was approved before does not have to show itself again. */
  readonly soaks: boolean;
}

/**
 * Waits until a release runs with its share of the traffic, looks at it for a while, gives it all of the traffic, and waits
 * until it has that. May be repeated from the start, wherever it ended.
 *
 * On the way back the same order keeps the version that failed away: the address of the approved one is there and ready before
 * the field is taken out that held the traffic.
 *
 * @internal
 */
export async function shiftTraffic(
  place: Place,
  { release, revision, token, soaks }: Shift,
  images: Repository | undefined,
  api: KubernetesApi,
  calling: Calling,
): Promise<Rollout> {
  const shared = await awaitRolloutIn(place, { release, revision }, images, api, calling);
  if (shared !== 'ready') return shared;
  const soakSeconds = soaks ? (place.rollout?.soak ?? 0) : 0;
  if (soakSeconds > 0) {
    calling.session.log(
      `version ${release.modelVersion} has its share of the traffic, looking at it for ${soakSeconds} s`,
    );
    await calling.deadline.sleep(soakSeconds * 1000);
    const still = await awaitRolloutIn(place, { release, revision }, images, api, calling);
    if (still !== 'ready') return still;
  }
  const pushed = await untilClear(
    () => pushTo(place, { release, token, traffic: 'all' }, images, api, calling),
    calling,
  );
  if (pushed === 'behind') return 'late';
  return awaitRolloutIn(place, { release, revision: pushed.revision, allTraffic: true }, images, api, calling);
}
