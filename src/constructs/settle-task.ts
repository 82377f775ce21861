import type { Image } from '../core/container/image';
import { oneOf } from '../core/parameter/one-of';
import type { Task } from '../core/task';
import type { Promotion } from './promotion';
import { releaseTask } from './release-task';

const known = new WeakMap<Promotion, Map<string, Task<{}, unknown>>>();

/**
 * Finishes at the exit of a run what that left open: the same task for every unit of a promotion, so that a run of
 * several ends with it once.
 *
 * @internal
 */
export function exitSettle(promotion: Promotion, programImage: Image | undefined): Task<{}, unknown> {
  const tasks = known.get(promotion) ?? new Map<string, Task<{}, unknown>>();
  known.set(promotion, tasks);
  const image = programImage?.reference ?? '';
  const made = tasks.get(image) ?? settleTask(promotion, programImage, `settle-${promotion.from.name}`, true);
  tasks.set(image, made);
  return made;
}

/** @internal */
export function settleTask(
  promotion: Promotion,
  programImage: Image | undefined,
  name: string,
  exit: boolean,
): Task<{}, unknown> {
  return releaseTask(promotion, 'settle', {
    name,
    programImage,
    // Whoever has the lock settles himself: it is not worth waiting for long.
    lockWaitSeconds: 60,
    outputs: { outcome: oneOf(['settled', 'busy', 'lost', 'error']) },
    ...(exit ? { account: 'release' as const, env: () => ({ EXIT: 'true' }) } : {}),
  });
}
