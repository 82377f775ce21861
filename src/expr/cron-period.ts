import type { CronSchedule, CronTable } from './cron-schedule';

const secondsPerDay = 86_400;

/**
 * The shortest time between two runs of a schedule, in seconds, or `undefined` for one that never runs.
 *
 * Counted on the wall clock: an hour that summer time takes away is not seen.
 *
 * @internal
 */
export function shortestPeriod(schedule: CronSchedule): number | undefined {
  if (schedule.kind === 'interval') return schedule.seconds;
  const times = schedule.hours.flatMap((hour) => schedule.minutes.map((minute) => hour * 3_600 + minute * 60));
  const days = shortestDays(schedule);
  if (times[0] === undefined || days === undefined) return undefined;
  const firstOfNextDay = days * secondsPerDay + times[0];
  const gaps = times.map((time, index) => (times[index + 1] ?? firstOfNextDay) - time);
  return Math.min(...gaps);
}

/**
 * The shortest distance between two days of the schedule. 28 years hold every pairing of weekday and date, and the
 * years after them close the last gap, which for 29 February falling on one weekday is 28 years.
 */
function shortestDays(schedule: CronTable): number | undefined {
  let shortest: number | undefined;
  let previous: number | undefined;
  const start = Date.UTC(2000, 0, 1) / 86_400_000;
  const end = Date.UTC(2057, 0, 1) / 86_400_000;
  for (let day = start; day < end && shortest !== 1; day++) {
    if (!runsOn(schedule, new Date(day * 86_400_000))) continue;
    if (previous !== undefined) shortest = Math.min(shortest ?? Number.POSITIVE_INFINITY, day - previous);
    previous = day;
  }
  return shortest;
}

/**
 * Tells whether a schedule has runs on a date, given as the UTC date of a `Date`.
 *
 * @internal
 */
export function runsOn(schedule: CronTable, date: Date): boolean {
  if (!schedule.months.includes(date.getUTCMonth() + 1)) return false;
  const inMonth = schedule.daysOfMonth.includes(date.getUTCDate());
  const inWeek = schedule.daysOfWeek.includes(date.getUTCDay());
  return schedule.bothDays ? inMonth && inWeek : inMonth || inWeek;
}
