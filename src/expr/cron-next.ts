import { runsOn, shortestPeriod } from './cron-period';
import type { CronSchedule, CronTable } from './cron-schedule';
import { zoneOffset } from './zone-offset';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * The next `count` runs after an instant, as the controller would compute them, across summer time changes too.
 *
 * Fewer than `count` where five years pass without a run: the controller gives up there. Without a zone in the schedule
 * the times are UTC.
 *
 * @internal
 */
export function nextRuns(schedule: CronSchedule, from: Date, count: number): Date[] {
  const runs: Date[] = [];
  if (shortestPeriod(schedule) === undefined) return runs;
  const next = schedule.kind === 'interval' ? afterInterval(schedule.seconds) : afterTable(schedule);
  for (let time = next(from.getTime()); time !== undefined && runs.length < count; time = next(time)) {
    runs.push(new Date(time));
  }
  return runs;
}

type Next = (time: number) => number | undefined;

function afterInterval(seconds: number): Next {
  return (time) => wholeSeconds(time) + seconds * second;
}

/**
 * Follows robfig/cron step by step (month, then day, hour, minute, each starting over when the one above it turns), for
 * what happens in the hour that summer time skips or repeats is only defined by those steps.
 *
 * @see https://github.com/robfig/cron/blob/v3.0.1/spec.go
 */
function afterTable(schedule: CronTable): Next {
  const offsetAt = zoneOffset(schedule.timezone ?? 'UTC');
  /** An instant as its wall clock shows it, in the UTC fields of a Date. */
  const wall = (time: number): Date => new Date(time + offsetAt(time));
  /** The instant of a wall clock time; where there are two or none, the one that Go's `time.Date` takes. */
  const instant = (shown: number): number => {
    const guess = offsetAt(shown);
    return guess === 0 ? shown : shown - offsetAt(shown - guess);
  };
  const startOf = (time: number, unit: 'month' | 'day' | 'hour'): number => {
    const at = wall(time);
    const day = unit === 'month' ? 1 : at.getUTCDate();
    return instant(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), day, unit === 'hour' ? at.getUTCHours() : 0));
  };
  const plus = (time: number, months: number, days: number): number => {
    const at = wall(time);
    at.setUTCMonth(at.getUTCMonth() + months, at.getUTCDate() + days);
    return instant(at.getTime());
  };

  return (from) => {
    let time = wholeSeconds(from) + second;
    let moved = false;
    const lastYear = wall(time).getUTCFullYear() + 5;
    const toStartOf = (unit: 'month' | 'day' | 'hour'): number => {
      const start = moved ? time : startOf(time, unit);
      moved = true;
      return start;
    };

    search: while (wall(time).getUTCFullYear() <= lastYear) {
      while (!schedule.months.includes(wall(time).getUTCMonth() + 1)) {
        time = plus(toStartOf('month'), 1, 0);
        if (wall(time).getUTCMonth() === 0) continue search;
      }
      while (!runsOn(schedule, wall(time))) {
        time = plus(toStartOf('day'), 0, 1);
        // A midnight that summer time skips shows as 23 or 1 o'clock.
        const shown = wall(time).getUTCHours();
        time += (shown > 12 ? 24 - shown : -shown) * hour;
        if (wall(time).getUTCDate() === 1) continue search;
      }
      while (!schedule.hours.includes(wall(time).getUTCHours())) {
        time = toStartOf('hour') + hour;
        if (wall(time).getUTCHours() === 0) continue search;
      }
      while (!schedule.minutes.includes(wall(time).getUTCMinutes())) {
        if (!moved) time -= time % minute;
        moved = true;
        time += minute;
        if (wall(time).getUTCMinutes() === 0) continue search;
      }
      // Lines have no seconds: a run starts at second 0.
      const seconds = wall(time).getUTCSeconds();
      if (seconds === 0) return time;
      moved = true;
      time += minute - seconds * second;
    }
    return undefined;
  };
}

function wholeSeconds(time: number): number {
  return Math.floor(time / second) * second;
}
