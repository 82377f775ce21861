import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { PipelineError } from '../core/error';
import { parseCron } from '../expr/cron';
import { shortestPeriod } from '../expr/cron-period';
import { timeZoneProblem } from '../expr/time-zone';

/**
 * When something starts by itself.
 *
 * @public
 */
export interface Schedule {
  readonly cron: string;
  readonly timezone: string;
  /** Shortest time between two starts, in seconds. */
  readonly periodSeconds: number;
}

const brand: unique symbol = Symbol.for('cdk8s-mlops.Schedule') as never;

/** @public */
export const Schedule: {
  /**
   * A cron line: minute, hour, day of month, month, day of week; or `@daily` and its kin.
   *
   * The time zone has no default: whose two o'clock it is must be said.
   *
   * @throws PipelineError MLP1302 for a line the controllers refuse, or that never comes; MLP1303 for an unknown zone.
   * @see https://pkg.go.dev/github.com/robfig/cron/v3
   * @example
   * ```ts
   * Schedule.cron('0 2 * * *', { timezone: 'Etc/UTC' });
   * ```
   */
  readonly cron: (line: string, options: { readonly timezone: string }) => Schedule;
} = {
  cron(given, options) {
    const line = typeof given === 'string' ? given.trim().split(/\s+/).join(' ') : given;
    checkProps(options ?? {}, ['timezone'], 'Schedule.cron');
    const timezone = options?.timezone;
    const wrong =
      typeof timezone === 'string'
        ? timeZoneProblem(timezone)
        : { message: `the time zone is ${show(timezone)}`, fix: "say which: { timezone: 'Etc/UTC' }" };
    if (wrong !== undefined) throw new PipelineError({ code: 'MLP1303', ...wrong, actual: timezone });
    const zone = /^(?:CRON_)?TZ=(\S*)/.exec(String(line))?.[1];
    if (zone !== undefined) {
      throw new PipelineError({
        code: 'MLP1302',
        message: `the schedule '${line}' names a time zone of its own, beside '${timezone}'`,
        fix: `write it as { timezone: '${zone}' }`,
        actual: line,
      });
    }
    const reading =
      typeof line === 'string'
        ? parseCron(line)
        : { problem: { message: `a schedule is ${show(line)}`, fix: "write five fields: '0 2 * * *'" } };
    if (typeof line === 'string' && /^(?:CRON_)?TZ=/.test(line)) {
      throw new PipelineError({
        code: 'MLP1302',
        message: `the schedule '${line}' names a time zone`,
        actual: line,
        fix: 'leave it out: the zone is said in the options',
      });
    }
    const problem = 'problem' in reading ? reading.problem : reading.doubts[0];
    if (problem !== undefined || 'problem' in reading) {
      throw new PipelineError({ code: 'MLP1302', message: problem?.message ?? '', fix: problem?.fix, actual: line });
    }
    const periodSeconds = shortestPeriod(reading.schedule);
    if (periodSeconds === undefined) {
      throw new PipelineError({
        code: 'MLP1302',
        message: `the schedule '${line}' never comes`,
        actual: line,
        fix: 'name a day that there is',
      });
    }
    return Object.freeze({ cron: line, timezone, periodSeconds, [brand]: true });
  },
};

/** A schedule made by `Schedule.cron`, which has checked it. Throws MLP1302. @internal */
export function checkSchedule(value: Schedule, at?: string): Schedule {
  if (typeof value === 'object' && value !== null && brand in value) return value;
  throw new PipelineError({
    code: 'MLP1302',
    message: `the schedule is ${show(value)}`,
    expected: 'a Schedule',
    fix: "Schedule.cron('0 2 * * *', { timezone: 'Etc/UTC' })",
    actual: value,
    at,
  });
}
