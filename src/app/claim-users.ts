import type { ApiObject } from 'cdk8s';
import { isMap } from '../yaml/is-map';
import { type Manifest, manifestOf } from './manifest-of';

/** What has pods as soon as it is applied; templates of runs have theirs later, if ever. */
const STARTS_PODS = /^(Pod|Deployment|StatefulSet|DaemonSet|ReplicaSet|Job|InferenceService)$/;

/**
 * The claims whose volumes are used by pods that an object has as soon as it is applied.
 *
 * @internal
 */
export function claimsUsedAtOnce(object: ApiObject): ReadonlySet<string> {
  const claims = new Set<string>();
  if (STARTS_PODS.test(object.kind)) {
    const manifest = manifestIfAny(object);
    if (manifest !== undefined && !hasNoPods(manifest)) collect(manifest, claims);
  }
  return claims;
}

/** What is wrong with a manifest is said where it is written. */
function manifestIfAny(object: ApiObject): Manifest | undefined {
  try {
    return manifestOf(object, true);
  } catch {
    return undefined;
  }
}

const hasNoPods = ({ spec }: Manifest): boolean => isMap(spec) && spec.replicas === 0;

function collect(value: unknown, claims: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collect(item, claims);
  else if (isMap(value))
    for (const [field, item] of Object.entries(value)) {
      if (field === 'claimName' && typeof item === 'string') claims.add(item);
      const [, stored] = field === 'storageUri' ? (/^pvc:\/\/([^/]+)/.exec(String(item)) ?? []) : [];
      if (stored !== undefined) claims.add(stored);
      collect(item, claims);
    }
}
