import type { Deployed } from '../environment-file/deployed';

/**
 * What a file that says `found` means for who wants to write `wanted`.
 *
 * - `lost`: someone with a newer token has written it since; ours must never land.
 * - `unchanged`: it says so already.
 * - `write`: it is older, or not there.
 *
 * All of the traffic is only ever given to what has a share of it: whatever else is there by then is somebody else's.
 *
 * @internal
 */
export function decide(found: Deployed | undefined, wanted: Deployed): 'lost' | 'unchanged' | 'write' {
  const ends = wanted.shared === false;
  if (found === undefined) return ends ? 'lost' : 'write';
  if (found.token > wanted.token) return 'lost';
  if (found.token !== wanted.token || found.deployed !== wanted.deployed) return ends ? 'lost' : 'write';
  return ends && found.shared === true ? 'write' : 'unchanged';
}
