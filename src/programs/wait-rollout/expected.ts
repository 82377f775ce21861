import type { Generation } from '../workload/generation';
import type { Configuration } from './configuration';
import { unprovenPod } from './pods-proof';

/** The expected version, for the reader. @internal */
export function expectedText({ proof, deployed }: Configuration): string {
  if ('http' in proof) return `version ${proof.http.expected}`;
  if (deployed?.kind === 'model' && 'expected' in proof.pods && proof.pods.expected === deployed.uri)
    return deployed.uri;
  if ('expected' in proof.pods) return `version ${proof.pods.expected}`;
  return deployed?.kind === 'image' ? deployed.reference : proof.pods.digest;
}

/** Why the newest definition of the workload is not the one that was deployed, as far as it shows; nothing where it may be. @internal */
export function anotherDefinition(
  { name, runs, pods, share }: Generation,
  { deployed, proof, allTraffic = false }: Configuration,
): string | undefined {
  if (deployed !== undefined) {
    const value = deployed.kind === 'image' ? deployed.digest : deployed.uri;
    const found = runs.some((each) => each === value || each.endsWith(`@${value}`));
    if (!found) return `${name} is defined to run ${runs.join(', ') || 'nothing'}, not ${value}`;
  }
  if (allTraffic && share !== undefined) return `${name} is meant to get ${share} % of the traffic only`;
  return 'pods' in proof && pods.length > 0 ? unprovenPod(pods, proof.pods) : undefined;
}
