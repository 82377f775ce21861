/**
 * Minutes, hours and days at which a line fires, each list sorted.
 *
 * @internal
 */
export interface CronTable {
  readonly kind: 'table';
  /** IANA zone of a `CRON_TZ=` prefix; without one the controller's zone applies. */
  readonly timezone?: string | undefined;
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly daysOfMonth: readonly number[];
  readonly months: readonly number[];
  /** 0 is Sunday. */
  readonly daysOfWeek: readonly number[];
  /**
   * Whether a day needs to be in both day lists. Cron asks for both as soon as one of the fields has a bare `*` or `?`
   * in it, and for either of them otherwise.
   */
  readonly bothDays: boolean;
}

/**
 * A fixed distance between runs (`@every 1h30m`).
 *
 * @internal
 */
export interface CronInterval {
  readonly kind: 'interval';
  /** Whole seconds, at least 1. */
  readonly seconds: number;
}

/** @internal */
export type CronSchedule = CronTable | CronInterval;

/**
 * What is wrong with a cron line, in words for the person who wrote it.
 *
 * @internal
 */
export interface CronProblem {
  readonly field: 'line' | 'timezone' | 'interval' | 'minute' | 'hour' | 'day of month' | 'month' | 'day of week';
  /** What was found, the offending part quoted. */
  readonly message: string;
  /** What to write instead. */
  readonly fix: string;
}
