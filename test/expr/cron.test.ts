import { Cron } from 'croner';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCron } from '../../src/expr/cron';
import { nextRuns } from '../../src/expr/cron-next';
import { shortestPeriod } from '../../src/expr/cron-period';
import robfig from './cron-robfig.json';

const accepted = robfig.rows.filter((row) => row.refused === undefined);
const refused = robfig.rows.filter((row) => row.refused === true);

function scheduleOf(line: string) {
  const { schedule, problem } = parseCron(line);
  if (problem !== undefined) throw new Error(`${problem.message}: ${problem.fix}`);
  return schedule;
}

describe('a cron line', () => {
  it.each(accepted)('$line is accepted and runs when the controller runs it', ({ line, from = '', next }) => {
    expect(nextRuns(scheduleOf(line), new Date(from), 3).map((run) => run.toISOString())).toEqual(next);
  });

  it.each(refused)('$line is refused, as the controller refuses it', ({ line }) => {
    const { problem } = parseCron(line);
    expect(problem?.message).toBeTruthy();
    expect(problem?.fix).toBeTruthy();
  });

  it.each([
    ['61 2 * * *', 'minute', "'61' is outside 0-59", 'write a number from 0 to 59'],
    ['0 2 * * 7', 'day of week', "'7' uses 7, but days of the week are 0 (Sunday) to 6 (Saturday)", "write '0'"],
    [
      '0 2 * * 5-7',
      'day of week',
      "'5-7' uses 7, but days of the week are 0 (Sunday) to 6 (Saturday)",
      "write '0,5-6'",
    ],
    ['0 2 * * FRI-MON', 'day of week', "the range 'FRI-MON' runs backwards", "write '5-6,0-1'"],
    ['0 2 * * MONDAY', 'day of week', "'MONDAY' is not a number or a three-letter name", "write 'MON'"],
    [
      '0 2 L * *',
      'day of month',
      "'L' is Quartz syntax, which the controller does not read",
      'write a number from 1 to 31',
    ],
    [
      '0 0 2 * * *',
      'line',
      "'0 0 2 * * *' has 6 fields instead of 5; there is no field for seconds",
      "write '0 2 * * *'",
    ],
    ['@dayly', 'line', "'@dayly' is not a descriptor", "write '@daily'"],
    ['@every 1d', 'interval', "'1d' is not a duration", "write hours, minutes and seconds: '1h30m', '24h'"],
    ['@every', 'interval', "'@every' has no duration", "write '@every 1h30m'"],
    [
      'CRON_TZ=UTC',
      'line',
      "'CRON_TZ=UTC' has a time zone and no times",
      "write 'CRON_TZ=UTC 0 2 * * *', with a space after the zone",
    ],
    [
      'CRON_TZ=europe/berlin @daily',
      'timezone',
      "'europe/berlin' is not a time zone of the IANA database",
      "write 'Europe/Berlin'",
    ],
  ])('%s is refused with its field, the offending part and what to write', (line, field, message, fix) => {
    expect(parseCron(line).problem).toEqual({ field, message, fix });
  });

  it.each([
    ['0 0 30 2 *', 'line', "'0 0 30 2 *' never comes"],
    ['@every 0s', 'interval', "'@every 0s' runs every second"],
    ['*/90 * * * *', 'minute', "'*/90' selects only 0: its step is larger than what is left to count"],
    ['*-9 * * * *', 'minute', "'*-9' reads as '*': what follows '*-' is ignored"],
    ['1,,2 * * * *', 'minute', "'1,,2' has an empty place between commas"],
    ['TZ=Local 0 2 * * *', 'timezone', "the time zone 'Local' means the zone of the controller's machine"],
  ])('%s is accepted with a doubt, because the controller reads it otherwise than it looks', (line, field, message) => {
    expect(parseCron(line).doubts).toMatchObject([{ field, message }]);
  });

  it.each(['0 2 * * *', '@daily', '@every 1h30m', 'CRON_TZ=Etc/UTC */15 9-17 * * MON-FRI', '0 0 1,15 * 1'])(
    '%s raises no doubt',
    (line) => expect(parseCron(line).doubts).toEqual([]),
  );
});

describe('the shortest period of a schedule', () => {
  it.each([
    ['* * * * *', 60],
    ['*/15 * * * *', 900],
    ['*/25 * * * *', 600],
    ['0 2 * * *', 86_400],
    ['0 2,3 * * *', 3_600],
    ['50 23 * * *', 86_400],
    ['0 0,23 * * *', 3_600],
    ['0 0,23 * * 1', 82_800],
    ['0 2 * * 1', 604_800],
    ['0 2 * * 1,3', 172_800],
    ['0 0 1 * *', 28 * 86_400],
    ['0 0 31 * *', 31 * 86_400],
    ['0 0 1 * 1', 86_400],
    ['0 0 29 2 *', 1_461 * 86_400],
    ['@yearly', 365 * 86_400],
    ['@every 1h30m', 5_400],
    ['@every 10ms', 1],
    ['0 0 30 2 *', undefined],
  ])('of %s is %s seconds', (line, seconds) => {
    expect(shortestPeriod(scheduleOf(line))).toBe(seconds);
  });

  it('is never longer than the time between two runs', () => {
    fc.assert(
      fc.property(cronLine, (line) => {
        const schedule = scheduleOf(line);
        const runs = nextRuns(schedule, new Date('2026-11-21T10:11:12Z'), 20);
        const gaps = runs.slice(1).map((run, index) => (run.getTime() - (runs[index]?.getTime() ?? 0)) / 1_000);
        for (const gap of gaps)
          expect(gap).toBeGreaterThanOrEqual(shortestPeriod(schedule) ?? Number.POSITIVE_INFINITY);
      }),
    );
  });
});

/** Lines that croner and the controller read alike: days of the week to 6 and at most one of the two day fields set. */
const cronLine: fc.Arbitrary<string> = fc
  .tuple(
    fieldOf(0, 59),
    fieldOf(0, 23),
    fieldOf(1, 12),
    fc.oneof(fc.tuple(fieldOf(1, 28), fc.constant('*')), fc.tuple(fc.constant('*'), fieldOf(0, 6))),
  )
  .map(([minute, hour, month, [day, weekday]]) => [minute, hour, day, month, weekday].join(' '));

function fieldOf(min: number, max: number): fc.Arbitrary<string> {
  const range = fc
    .tuple(fc.integer({ min, max }), fc.integer({ min, max }))
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);
  const step = fc.integer({ min: 1, max: max - min });
  const piece = fc.oneof(
    fc.constant('*'),
    fc.integer({ min, max }).map(String),
    range.map(([low, high]) => `${low}-${high}`),
    step.map((every) => `*/${every}`),
    fc.tuple(range, step).map(([[low, high], every]) => `${low}-${high}/${every}`),
  );
  return fc
    .array(piece, { minLength: 1, maxLength: 3 })
    .map((pieces) => (pieces.includes('*') ? '*' : pieces.join(',')));
}

describe('the next runs', () => {
  it('are those that croner computes, for lines that both read alike', () => {
    const from = new Date('2026-11-21T10:11:12.500Z');
    fc.assert(
      fc.property(cronLine, (line) => {
        const expected = new Cron(line, { timezone: 'UTC', paused: true }).nextRuns(5, from);
        expect(nextRuns(scheduleOf(line), from, 5)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});

it('reads any text without throwing, as a schedule or as a problem', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^(TZ=|CRON_TZ=|@every )?[0-9A-Z*?,/ -]{0,20}$/)), (line) => {
      const { schedule, problem } = parseCron(line);
      expect(schedule === undefined).toBe(problem !== undefined);
    }),
  );
});
