import type { Session } from '../session';
import { Trouble } from '../trouble';
import { hasBlob } from './blob';
import { type Manifest, readManifest } from './manifest';
import type { Registry } from './registry';

const deepest = 4;

/** Digests of what a manifest names and the repository does not have. @internal */
export async function missingParts(
  registry: Registry,
  manifest: Manifest,
  session: Session,
  depth = 0,
): Promise<readonly string[]> {
  if (depth > deepest) throw new Trouble(`an index is nested more than ${deepest} times`);
  const missing: string[] = [];
  for (const { digest } of manifest.manifests) {
    const part = await readManifest(registry, digest, session);
    if (part === undefined) missing.push(digest);
    else missing.push(...(await missingParts(registry, part, session, depth + 1)));
  }
  for (const blob of manifest.blobs) if (!(await hasBlob(registry, blob, session))) missing.push(blob.digest);
  return missing;
}
