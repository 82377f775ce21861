import { describe, expect, it } from 'vitest';
import { PipelineError, Schedule } from '../../src/index';

const inBerlin = { timezone: 'Europe/Berlin' };

describe('a schedule', () => {
  it.each([
    ['0 2 * * *', 86_400],
    ['*/15 * * * *', 900],
    ['@hourly', 3600],
    ['@daily', 86_400],
    ['0 2 * * 1,4', 3 * 86_400],
    ['0 0 1 * *', 28 * 86_400],
  ])('%s comes again after %d s at the earliest', (line, seconds) => {
    const { cron, timezone, periodSeconds } = Schedule.cron(line, { timezone: 'Etc/UTC' });
    expect({ cron, timezone, periodSeconds }).toEqual({ cron: line, timezone: 'Etc/UTC', periodSeconds: seconds });
  });

  it.each([
    ['0 25 * * *', 'MLP1302'],
    ['60 * * * *', 'MLP1302'],
    ['0 2 * *', 'MLP1302'],
    ['0 0 2 * * *', 'MLP1302'],
    ['', 'MLP1302'],
    ['@nightly', 'MLP1302'],
    ['a b c d e', 'MLP1302'],
    ['0 0 31 2 *', 'MLP1302'],
    ['*/0 * * * *', 'MLP1302'],
    ['TZ=Europe/Berlin 0 2 * * *', 'MLP1302'],
    [undefined, 'MLP1302'],
    [5, 'MLP1302'],
  ])('can not be %j, and says what to write instead', (line, code) => {
    let problem: unknown;
    try {
      Schedule.cron(line as string, inBerlin);
    } catch (thrown) {
      problem = thrown;
    }
    if (!PipelineError.is(problem)) throw new Error(`${String(line)}: ${String(problem)}`);
    expect(problem.code).toBe(code);
    expect(problem.fix).toMatch(/\w{3}/);
    expect(problem.actual).toBe(line);
  });

  it.each([
    ['Europe/Berln', "write 'Europe/Berlin'"],
    ['europe/berlin', "write 'Europe/Berlin'"],
    ['CEST', "write 'Europe/Berlin'"],
    ['+02:00', "write 'Etc/GMT-2'"],
    ['Berlin', "write 'Europe/Berlin'"],
    ['Local', 'Etc/UTC'],
    ['', 'Etc/UTC'],
  ])('can not be in the time zone %j, and says which was meant', (timezone, fix) => {
    expect(() => Schedule.cron('0 2 * * *', { timezone })).toThrow(PipelineError);
    expect(() => Schedule.cron('0 2 * * *', { timezone })).toThrow(new RegExp(`MLP1303[\\s\\S]*fix: .*${fix}`));
  });

  it.each(['Etc/UTC', 'UTC', 'GMT', 'America/Argentina/Buenos_Aires', 'Asia/Kolkata', 'Asia/Calcutta', 'US/Pacific'])(
    'can be in the time zone %s, also by an older name',
    (timezone) => {
      expect(Schedule.cron('0 2 * * *', { timezone }).timezone).toBe(timezone);
    },
  );

  it('has no time zone of its own', () => {
    for (const options of [undefined, {}, { timezone: null }, { timezone: 5 }])
      expect(() => Schedule.cron('0 2 * * *', options as never)).toThrow(/MLP1303: [\s\S]*timezone: 'Etc\/UTC'|MLP/);
  });

  it('says which option nobody reads', () => {
    expect(() => Schedule.cron('0 2 * * *', { timezon: 'Etc/UTC' } as never)).toThrow(/did you mean 'timezone'/);
  });
});
