import { type ApiClient, ApiError } from '../api/client';
import { objectPath } from '../api/paths';
import type { Pod } from './pod';

/** Reports a pod's status, unless it was deleted meanwhile, as controllers do with pods they give up. */
export async function patchStatus(api: ApiClient, pod: Pod, status: unknown): Promise<void> {
  await api.patch(`${objectPath(pod)}/status`, { status }).catch((problem) => {
    if (!(problem instanceof ApiError && problem.status === 404)) throw problem;
  });
}
