import { suggest } from '../core/suggest';
import { type CronField, parseCronField } from './cron-field';
import { parseCronInterval } from './cron-interval';
import { shortestPeriod } from './cron-period';
import type { CronProblem, CronSchedule, CronTable } from './cron-schedule';
import { timeZoneProblem } from './time-zone';

/**
 * A schedule, or why the controller would refuse the line.
 *
 * @internal
 */
export type CronReading =
  | {
      readonly schedule: CronSchedule;
      /** What the controller takes, but the author can hardly have meant (`@every 0s`, 30 February). */
      readonly doubts: readonly CronProblem[];
      readonly problem?: undefined;
    }
  | { readonly problem: CronProblem; readonly schedule?: undefined; readonly doubts?: undefined };

const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const fields: readonly CronField[] = [
  { name: 'minute', min: 0, max: 59, names: [] },
  { name: 'hour', min: 0, max: 23, names: [] },
  { name: 'day of month', min: 1, max: 31, names: [] },
  { name: 'month', min: 1, max: 12, names: monthNames },
  { name: 'day of week', min: 0, max: 6, names: dayNames },
];

const descriptors: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** What Go's `unicode.IsSpace` holds to be white space; `\s` differs at U+0085 and U+FEFF. */
const space = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';
const spaces: RegExp = new RegExp(space);
const outerSpaces: RegExp = new RegExp(`^${space}|${space}$`, 'g');

/**
 * Reads a cron line exactly as Argo's and Kubernetes' controllers do: robfig/cron v3 `ParseStandard`.
 *
 * Five fields (minute, hour, day of month, month, day of week 0-6) or a descriptor such as `@daily` or `@every 1h30m`,
 * with an optional `CRON_TZ=Zone ` or `TZ=Zone ` in front. No seconds, no `L`, `W`, `#`, no day of week 7.
 *
 * @see https://github.com/robfig/cron/blob/v3.0.1/parser.go
 * @internal
 */
export function parseCron(line: string): CronReading {
  const prefix = /^(?:CRON_)?TZ=([^ ]*)/.exec(line);
  if (prefix === null) return parseTimes(line, undefined, []);
  const [head, zone = ''] = prefix;
  if (head.length === line.length) {
    const message = `'${line}' has a time zone and no times`;
    return refused('line', message, `write '${head} 0 2 * * *', with a space after the zone`);
  }
  const times = line.slice(head.length).replace(outerSpaces, '');
  if (zone === '' || zone === 'Local') {
    // Go takes both: the empty name for UTC, 'Local' for the zone of the machine.
    const means = zone === '' ? 'UTC' : "the zone of the controller's machine";
    const doubt = finding('timezone', `the time zone '${zone}' means ${means}`, "name a zone, such as 'Etc/UTC'");
    return parseTimes(times, zone === '' ? 'UTC' : undefined, [doubt]);
  }
  const problem = timeZoneProblem(zone);
  if (problem !== undefined) return refused('timezone', problem.message, problem.fix);
  return parseTimes(times, zone, []);
}

function parseTimes(times: string, timezone: string | undefined, doubts: readonly CronProblem[]): CronReading {
  if (times.startsWith('@')) return parseDescriptor(times, timezone, doubts);
  const texts = times.split(spaces).filter((text) => text !== '');
  if (texts.length !== fields.length) return refused('line', ...wrongCount(times, texts));
  const readings = [];
  for (const [index, field] of fields.entries()) {
    const reading = parseCronField(texts[index] ?? '', field);
    if ('message' in reading) return { problem: reading };
    readings.push(reading);
  }
  const [minutes = [], hours = [], daysOfMonth = [], months = [], daysOfWeek = []] = readings.map(
    (each) => each.values,
  );
  const bothDays = readings[2]?.star === true || readings[4]?.star === true;
  const schedule: CronTable = { kind: 'table', timezone, minutes, hours, daysOfMonth, months, daysOfWeek, bothDays };
  const found = [...doubts, ...readings.flatMap((each) => each.doubts)];
  if (shortestPeriod(schedule) === undefined) {
    found.push(
      finding('line', `'${times}' never comes`, 'leave no field empty, and choose a day that one of the months has'),
    );
  }
  return { schedule, doubts: found };
}

function parseDescriptor(text: string, timezone: string | undefined, doubts: readonly CronProblem[]): CronReading {
  const times = Object.hasOwn(descriptors, text) ? descriptors[text] : undefined;
  if (times !== undefined) return parseTimes(times, timezone, doubts);
  const every = '@every ';
  if (text.startsWith(every)) {
    const interval = text.slice(every.length);
    const seconds = parseCronInterval(interval);
    if (seconds === undefined) {
      return refused('interval', `'${interval}' is not a duration`, "write hours, minutes and seconds: '1h30m', '24h'");
    }
    const short = finding('interval', `'${text}' runs every second`, "write an interval such as '1h30m'");
    return { schedule: { kind: 'interval', seconds }, doubts: seconds === 1 ? [...doubts, short] : doubts };
  }
  const meant = suggest(text, [...Object.keys(descriptors), '@every']);
  if (meant === '@every') return refused('interval', `'${text}' has no duration`, "write '@every 1h30m'");
  const known = `one of ${Object.keys(descriptors).join(', ')}, or '@every 1h30m'`;
  return refused('line', `'${text}' is not a descriptor`, meant === undefined ? `write ${known}` : `write '${meant}'`);
}

function wrongCount(times: string, texts: readonly string[]): [message: string, fix: string] {
  if (texts.length === 0) return ['the cron line is empty', "write five fields, such as '0 2 * * *'"];
  if (texts[0]?.startsWith('@')) return [`'${times}' has white space before '@'`, `write '${texts.join(' ')}'`];
  if (/^(?:CRON_)?TZ=/.test(texts[0] ?? '')) {
    return [`'${texts[0]}' does not open the line`, 'name one time zone, at the very start of the line'];
  }
  const message = `'${times}' has ${texts.length} fields instead of 5`;
  if (texts.length === 6) return [`${message}; there is no field for seconds`, `write '${texts.slice(1).join(' ')}'`];
  return [message, "write minute, hour, day of month, month and day of week, such as '0 2 * * *'"];
}

function refused(field: CronProblem['field'], message: string, fix: string): CronReading {
  return { problem: finding(field, message, fix) };
}

function finding(field: CronProblem['field'], message: string, fix: string): CronProblem {
  return { field, message, fix };
}
