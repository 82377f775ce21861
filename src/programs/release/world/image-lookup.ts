import type { Calling } from '../../http-call';
import { readManifest } from '../../oci/manifest';
import { registryOf } from '../../oci/registry';
import type { Repository } from '../../oci/repository';
import type { Candidate } from '../candidate';
import { untilClear } from './until-clear';

/** Whether the image of a release is still there; where no images are deployed there is none to miss. @internal */
export async function findImage(
  images: Repository | undefined,
  { digest }: Candidate,
  calling: Calling,
): Promise<'there' | 'missing'> {
  if (images === undefined) return 'there';
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
