import type { Calling } from '../../http-call';
import { Trouble } from '../../trouble';
import type { ChangeAnswer } from '../change';
import type { Side } from '../effect';
import type { TransitionName } from '../transitions';

/** What the locks of a pod need of the records. @internal */
export type ChangeLock = (side: Side, transition: 'lock' | 'renew') => Promise<ChangeAnswer>;

/** The locks that a pod holds, renewed while it is busy elsewhere. @internal */
export interface Locks {
  /** Waits for a lock. */
  take(side: Side, waitSeconds: number): Promise<'locked' | 'timeout'>;
  /** Keeps in mind what a change of the record made of its lock. */
  note(side: Side, transition: TransitionName, answer: ChangeAnswer): void;
  /**
   * Does something that may take long, and renews the locks meanwhile.
   *
   * @param ifLost the answer as soon as a renewal is told that the lock is lost; the work is left to end by itself
   */
  during<T>(work: () => Promise<T>, ifLost?: { readonly answer: T }): Promise<T>;
}

const longestPause = 2000;

/**
 * @param leaseMilliseconds how long a lock lasts that nobody renews
 * @internal
 */
export function locksOf(change: ChangeLock, leaseMilliseconds: number, { deadline, session }: Calling): Locks {
  /** When each lock was written last, on the monotonic clock. */
  const held = new Map<Side, number>();
  const isDue = (since: number): boolean => performance.now() - since >= leaseMilliseconds / 3;

  const renewDue = async (): Promise<boolean> => {
    for (const [side, since] of [...held]) {
      if (!isDue(since)) continue;
      const sent = performance.now();
      try {
        if ((await change(side, 'renew')) !== 'done') return false;
        held.set(side, sent);
      } catch (problem) {
        if (!(problem instanceof Trouble)) throw problem;
        // Without the lock every write of ours is refused, so going on is safe.
        session.log(`the lock of the ${side} was not renewed: ${problem.message}`);
      }
    }
    return true;
  };

  return {
    async take(side, waitSeconds) {
      const until = performance.now() + waitSeconds * 1000;
      for (let attempt = 0; ; attempt += 1) {
        if ((await change(side, 'lock')) === 'done') {
          held.set(side, performance.now());
          return 'locked';
        }
        if (performance.now() >= until || deadline.expired()) return 'timeout';
        if (attempt === 0) session.log(`somebody else holds the lock of the ${side}, waiting`);
        const pause = Math.min(longestPause, 25 * 2 ** attempt) * (0.5 + Math.random());
        await deadline.sleep(Math.min(pause, Math.max(0, until - performance.now())));
      }
    },
    note(side, transition, answer) {
      if (transition === 'unlock' || transition === 'finish') held.delete(side);
      else if (answer === 'lost') held.delete(side);
      else if (transition === 'inherit' && answer === 'done') held.set(side, performance.now());
    },
    async during(work, ifLost) {
      if (held.size === 0) return work();
      let ended = false;
      let wake = (): void => {};
      const renewing = (async (): Promise<'lost' | 'ended'> => {
        while (!ended) {
          if (!(await renewDue())) return 'lost';
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, leaseMilliseconds / 10);
            wake = () => {
              clearTimeout(timer);
              resolve();
            };
          });
        }
        return 'ended';
      })();
      const working = work();
      const lost = renewing.then((how) => (how === 'lost' && ifLost !== undefined ? ifLost.answer : working));
      try {
        return await Promise.race([working, lost]);
      } finally {
        ended = true;
        wake();
        await renewing;
      }
    },
  };
}
