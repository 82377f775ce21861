import { UnsupportedError } from '../expr/evaluation-error';

/** The layouts that govaluate tries, as far as they need no name of a zone. */
const layouts: readonly RegExp[] = [
  /^(\d{4})-(\d\d)-(\d\d)()()()()$/,
  /^(\d{4})-(\d\d)-(\d\d) (\d{1,2}):(\d\d)()()$/,
  /^(\d{4})-(\d\d)-(\d\d) (\d{1,2}):(\d\d):(\d\d(?:[.,]\d+)?)()$/,
  /^(\d{4})-(\d\d)-(\d\d) (\d{1,2}):(\d\d):(\d\d(?:[.,]\d+)?)([+-]\d\d:\d\d)$/,
  /^(\d{4})-(\d\d)-(\d\d)T(\d{1,2})()()(Z|[+-]\d{4})$/,
  /^(\d{4})-(\d\d)-(\d\d)T(\d{1,2}):(\d\d)()(Z|[+-]\d{4})$/,
  /^(\d{4})-(\d\d)-(\d\d)T(\d{1,2}):(\d\d):(\d\d(?:[.,]\d+)?)(Z|[+-]\d\d:?\d\d)$/,
];

/** `Mon Jan _2 15:04:05 2006` and the like, which may name a zone. */
const withNames = /^[A-Za-z]{3} [A-Za-z]{3} [ \d]\d /;

const kitchen = /^(\d{1,2}):(\d\d)(AM|PM)$/;

/**
 * A quoted text of a condition as a time, in seconds since 1970, where it looks like one. The controller's own zone is
 * taken for UTC.
 *
 * @internal
 */
export function quotedTime(text: string): number | undefined {
  const clock = kitchen.exec(text);
  if (clock !== null) return kitchenTime(Number(clock[1]), Number(clock[2]), clock[3] === 'PM');
  if (withNames.test(text)) throw new UnsupportedError('a time with the name of a day');
  for (const layout of layouts) {
    const match = layout.exec(text);
    if (match !== null) return timeOf(match);
  }
  return undefined;
}

function kitchenTime(hour: number, minute: number, afternoon: boolean): number | undefined {
  if (hour > 12 || minute > 59) return undefined;
  const date = new Date(0);
  // The year is 0, which Date.UTC would read as 1900.
  date.setUTCFullYear(0, 0, 1);
  date.setUTCHours((hour % 12) + (afternoon ? 12 : 0), minute);
  return Math.floor(date.getTime() / 1000);
}

function timeOf(match: RegExpExecArray): number | undefined {
  const [, year, month, day, hour, minute, second, zone = ''] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined;
  const seconds = Math.floor(Number((second ?? '').replace(',', '.') || '0'));
  if (Number(hour || '0') > 23 || Number(minute || '0') > 59 || seconds > 59) return undefined;
  const offset = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  const minutes = offset === null ? 0 : (Number(offset[2]) * 60 + Number(offset[3])) * (offset[1] === '-' ? -1 : 1);
  if (offset !== null && (Number(offset[2]) > 24 || Number(offset[3]) > 59)) return undefined;
  return date.getTime() / 1000 + Number(hour || '0') * 3600 + Number(minute || '0') * 60 + seconds - minutes * 60;
}
