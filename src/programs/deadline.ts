import { setTimeout as pause } from 'node:timers/promises';

/**
 * A point in time that everything a program does has to end by.
 *
 * @internal
 */
export interface Deadline {
  /** Milliseconds left, never below 0. */
  remaining(): number;
  expired(): boolean;
  /** Waits so many milliseconds, but not past the deadline. */
  sleep(milliseconds: number): Promise<void>;
}

/** A shorter deadline within another, which can end before its time. @internal */
export function shorter(whole: Deadline, seconds: number): Deadline & { readonly end: () => void } {
  const own = startDeadline(seconds);
  let ended = false;
  const remaining = (): number => (ended ? 0 : Math.min(whole.remaining(), own.remaining()));
  return {
    remaining,
    expired: () => remaining() === 0,
    sleep: (milliseconds) => whole.sleep(Math.min(milliseconds, remaining())),
    end: () => {
      ended = true;
    },
  };
}

/**
 * Starts a deadline now, on the monotonic clock: a corrected system time neither shortens nor prolongs it.
 *
 * @internal
 */
export function startDeadline(seconds: number): Deadline {
  const end = performance.now() + seconds * 1000;
  const remaining = (): number => Math.max(0, end - performance.now());
  return {
    remaining,
    expired: () => remaining() === 0,
    sleep: async (milliseconds) => {
      await pause(Math.min(milliseconds, remaining()));
    },
  };
}
