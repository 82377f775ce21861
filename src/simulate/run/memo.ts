import type { Memoize } from '../../schemas/argo/types';
import { goDuration } from '../world/duration';
import type { Memo, Node, Outputs } from './node';
import { now, type Run } from './run';

/** What a cache says to a key. @internal */
export interface CacheLook {
  readonly memo: Memo;
  readonly outputs: Outputs | undefined;
}

/** Looks a memoized template up; says what is wrong with its age. @internal */
export function lookUp(run: Run, { key, cache, maxAge }: Memoize): CacheLook | string {
  const name = cache.configMap.name ?? '';
  const entry = run.world.caches.get(cacheKey(name, key));
  const age = maxAge === undefined || maxAge === '' ? Number.POSITIVE_INFINITY : goDuration(maxAge);
  if (age === undefined) return `invalid maxAge: time: invalid duration ${JSON.stringify(maxAge)}`;
  const hit = entry !== undefined && now(run) - entry.savedAt <= age;
  return { memo: { hit, key, cache: name }, outputs: hit ? entry.outputs : undefined };
}

/** Keeps what a memoized node left. @internal */
export function remember(run: Run, { memo, outputs }: Node): void {
  if (memo !== undefined && !memo.hit)
    run.world.caches.set(cacheKey(memo.cache, memo.key), { outputs, savedAt: now(run) });
}

function cacheKey(configMap: string, key: string): string {
  return `${configMap}\n${key}`;
}
