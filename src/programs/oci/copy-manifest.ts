import type { Calling } from '../http-call';
import type { Answer } from '../http-exchange';
import { unexpectedStatus } from '../json-answer';
import { Trouble } from '../trouble';
import { copyBlob } from './copy-blob';
import { checkDepth, type Manifest, readManifest } from './manifest';
import type { Registry } from './registry';

/** How many of what were brought over. @internal */
export interface Copied {
  manifests: number;
  blobs: { there: number; mounted: number; copied: number };
}

/**
 * Brings over all that a manifest names, the innermost first, so that no reader ever finds a manifest without its parts.
 *
 * @internal
 */
export async function copyParts(
  source: Registry,
  target: Registry,
  manifest: Manifest,
  copied: Copied,
  calling: Calling,
  depth = 0,
): Promise<void> {
  const { session } = calling;
  checkDepth(depth);
  for (const { digest } of manifest.manifests) {
    const part = await readManifest(source, digest, session);
    if (part === undefined)
      throw new Trouble(`the source lacks ${digest}, which its index names: only whole images are copied`);
    await copyParts(source, target, part, copied, calling, depth + 1);
    const answer = await putManifest(target, digest, part);
    if (answer.status !== 201)
      throw unexpectedStatus(answer, `registry ${target.repository.host}, given ${digest},`, session);
    copied.manifests += 1;
  }
  for (const blob of manifest.blobs) {
    const how = await copyBlob(source, target, blob, calling);
    copied.blobs[how] += 1;
    session.log(`blob ${blob.digest}, ${blob.size} bytes: ${how}`);
  }
}

/** The very bytes: JSON that is written anew is another image. @internal */
export function putManifest(target: Registry, reference: string, { bytes, mediaType }: Manifest): Promise<Answer> {
  const headers = { 'content-type': mediaType };
  return target.ask({ to: `/manifests/${reference}`, method: 'PUT', headers, body: bytes, push: true });
}
