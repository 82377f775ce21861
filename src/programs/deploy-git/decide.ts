import type { Deployed } from '../environment-file/deployed';

/**
 * What a file that says `found` means for who wants to write `wanted`.
 *
 * - `lost`: someone with a newer token has written it since; ours must never land.
 * - `unchanged`: it says so already.
 * - `write`: it is older, or not there.
 *
 * @internal
 */
export function decide(found: Deployed | undefined, wanted: Deployed): 'lost' | 'unchanged' | 'write' {
  if (found === undefined) return 'write';
  if (found.token > wanted.token) return 'lost';
  return found.token === wanted.token && found.deployed === wanted.deployed ? 'unchanged' : 'write';
}
