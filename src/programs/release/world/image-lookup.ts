import type { Calling } from '../../http-call';
import { InputError } from '../../input-error';
import { readManifest } from '../../oci/manifest';
import { registryOf } from '../../oci/registry';
import type { Repository } from '../../oci/repository';
import type { Candidate } from '../candidate';
import type { Place } from '../place';
import { untilClear } from './until-clear';

/**
 * Whether what an environment would run of a release is still there.
 *
 * An image is looked for. The address of a model is not: a claim or a bucket is open to who serves from it, not to who
 * deploys. What has no address is missing. What has one and was approved answered from it, and no program of ours ever
 * changes or deletes a version there; whether pods made for it get ready again is what the roll-out waits for.
 *
 * @internal
 */
export async function findDeployed(
  { deploys }: Pick<Place, 'deploys'>,
  { digest, uri }: Candidate,
  images: Repository | undefined,
  calling: Calling,
): Promise<'there' | 'missing'> {
  if (deploys === 'uri') return uri === '' ? 'missing' : 'there';
  if (images === undefined) throw new InputError('an environment deploys images, and there is no repository of them');
  return (await digestOf(images, digest, calling)) === undefined ? 'missing' : 'there';
}

/** The image of before the first training, or nothing where the repository has none under that tag. @internal */
export async function initialRelease(images: Repository, tag: string, calling: Calling): Promise<Candidate | null> {
  const digest = await digestOf(images, tag, calling);
  return digest === undefined ? null : { modelVersion: '0', runId: '', digest, commit: '', uri: '' };
}

async function digestOf(images: Repository, reference: string, calling: Calling): Promise<string | undefined> {
  const registry = registryOf(images, calling);
  const manifest = await untilClear(() => readManifest(registry, reference, calling.session), calling);
  return manifest?.digest;
}
