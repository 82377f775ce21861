import { startDeadline } from '../deadline';
import { readManifest } from '../oci/manifest';
import { missingParts } from '../oci/missing-parts';
import { meets, platformsOf } from '../oci/platform';
import { registryOf } from '../oci/registry';
import type { Session } from '../session';
import type { Configuration } from './configuration';
import type { ResolveOutcome } from './contract';

/**
 * Finds out which image a tag names, or that the one with a digest is there, with the digest computed from what the registry
 * answers.
 *
 * @internal
 */
export async function resolveImage(configuration: Configuration, session: Session): Promise<ResolveOutcome> {
  const { repository, reference, depth, platform } = configuration;
  const deadline = startDeadline(configuration.deadline);
  const registry = registryOf(repository, { deadline, session });
  const name = `${repository.host}/${repository.path}`;
  Object.assign(session.evidence, { repository: name, reference, depth });
  const refused = (outcome: ResolveOutcome['outcome'], reason: string): ResolveOutcome => ({
    outcome,
    reason,
    done: false,
  });

  const manifest = await readManifest(registry, reference, session);
  if (manifest === undefined) return refused('absent', `${name} has no ${reference}`);
  const { digest, mediaType } = manifest;
  Object.assign(session.evidence, { digest, mediaType });

  if (platform !== undefined) {
    const platforms = await platformsOf(registry, manifest);
    session.evidence.platforms = platforms;
    if (!platforms.some((each) => meets(each, platform)))
      return refused(
        'other-platform',
        `${digest} is for ${platforms.slice(0, 8).join(', ') || 'no platform'}, not ${platform}`,
      );
  }
  if (depth === 'blobs') {
    const missing = await missingParts(registry, manifest, session);
    session.evidence.missing = missing;
    if (missing.length > 0)
      return refused(
        'incomplete',
        `${digest} names ${missing.length} parts that are not there, the first is ${missing[0]}`,
      );
  }
  return {
    outcome: 'found',
    reason: `${name}:${reference} is ${digest}`.replace(`:${digest} is`, '@'),
    done: true,
    outputs: { digest, image: `${name}@${digest}` },
  };
}
