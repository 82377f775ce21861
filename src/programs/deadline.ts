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
