import type { Outcome } from '../../action';
import { deployArgocdParam } from '../../deploy-argocd-param/deploy-argocd-param';
import { configurationOf } from '../../deploy-git/configuration';
import { deployGit } from '../../deploy-git/deploy-git';
import { deployPatch } from '../../deploy-patch/deploy-patch';
import { deployPointer } from '../../deploy-pointer/deploy-pointer';
import type { Calling } from '../../http-call';
import type { KubernetesApi } from '../../kubernetes/api';
import type { Repository } from '../../oci/repository';
import { s3Api } from '../../s3/api';
import { readObjectStore } from '../../s3/object-store';
import { Trouble } from '../../trouble';
import type { Candidate } from '../candidate';
import type { Pushed } from '../effect';
import {
  argocdParamContractFor,
  type Deployment,
  deployedFor,
  gitContractFor,
  type Place,
  patchContractFor,
  pointerContractFor,
} from '../place';

/** What an environment is to say; and what becomes of the traffic, where it is shared. @internal */
export interface Pushing extends Pick<Deployment, 'traffic'> {
  readonly release: Candidate;
  readonly token: number;
}

/**
 * Makes an environment say what its record says, unless it carries a higher token.
 *
 * @throws Trouble if it was refused for good
 * @internal
 */
export async function pushTo(
  place: Place,
  { release, token, traffic }: Pushing,
  images: Repository | undefined,
  api: KubernetesApi,
  calling: Calling,
): Promise<Pushed> {
  const deployed = deployedFor(place, release, images);
  const seconds = calling.deadline.remaining() / 1000;
  const deployment = { deployed, token, release, seconds, ...(traffic === undefined ? {} : { traffic }) };
  const { outcome, reason, outputs } = await deploy(place, deployment, api, calling);
  if (outcome === 'lost') {
    calling.session.log(reason);
    return 'behind';
  }
  if (outcome !== 'deployed' && outcome !== 'unchanged') throw new Trouble(reason);
  return { revision: outputs?.commit ?? '' };
}

function deploy(place: Place, deployment: Deployment, api: KubernetesApi, calling: Calling): Promise<Outcome> {
  const { deploy } = place;
  switch (deploy.mode) {
    case 'git':
      return deployGit(configurationOf(gitContractFor(deploy.values, deployment), calling.session), calling);
    case 'patch':
      return deployPatch(patchContractFor(deploy.values, deployment), api, calling);
    case 'argocd-param':
      return deployArgocdParam(argocdParamContractFor(deploy.values, deployment), api, calling);
    case 'pointer': {
      const store = s3Api(readObjectStore(deploy.values, calling.session), calling);
      return deployPointer(pointerContractFor(deploy.values, deployment), store, calling);
    }
  }
}
