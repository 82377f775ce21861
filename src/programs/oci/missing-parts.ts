import type { Session } from '../session';
import { hasBlob } from './blob';
import { checkDepth, type Manifest, readManifest } from './manifest';
import type { Registry } from './registry';

/** Digests of what a manifest names and the repository does not have. @internal */
export async function missingParts(
  registry: Registry,
  manifest: Manifest,
  session: Session,
  depth = 0,
): Promise<readonly string[]> {
  checkDepth(depth);
  const missing: string[] = [];
  for (const { digest } of manifest.manifests) {
    const part = await readManifest(registry, digest, session);
    if (part === undefined) missing.push(digest);
    else missing.push(...(await missingParts(registry, part, session, depth + 1)));
  }
  for (const blob of manifest.blobs) if (!(await hasBlob(registry, blob, session))) missing.push(blob.digest);
  return missing;
}
