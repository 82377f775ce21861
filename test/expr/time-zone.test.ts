import { describe, expect, it } from 'vitest';
import { timeZoneProblem } from '../../src/expr/time-zone';
import { timeZoneNames } from '../../src/expr/time-zone-names';

describe('a time zone', () => {
  it.each([
    'UTC',
    'Etc/UTC',
    'Etc/GMT-2',
    'Europe/Berlin',
    'America/Argentina/Buenos_Aires',
    'Asia/Kolkata',
    'US/Pacific',
    'EST',
  ])('%s is known', (zone) => expect(timeZoneProblem(zone)).toBeUndefined());

  it.each([
    ['europe/berlin', "write 'Europe/Berlin'"],
    ['Europe/Berlinn', "write 'Europe/Berlin'"],
    ['Berlin', "write 'Europe/Berlin'"],
    ['America/New York', "write 'America/New_York'"],
    ['utc', "write 'UTC'"],
    ['CEST', "write 'Europe/Berlin'"],
    ['+02:00', "write 'Etc/GMT-2'"],
    ['UTC-5', "write 'Etc/GMT+5'"],
    ['+05:30', "write a name such as 'Etc/UTC' or 'Europe/Berlin'"],
    ['', "write a name such as 'Etc/UTC' or 'Europe/Berlin'"],
    ['Mars/Olympus', "write a name such as 'Etc/UTC' or 'Europe/Berlin'"],
    ['../etc/passwd', "write a name such as 'Etc/UTC' or 'Europe/Berlin'"],
  ])("'%s' is refused with what to write instead", (zone, fix) => {
    expect(timeZoneProblem(zone)).toEqual({ message: `'${zone}' is not a time zone of the IANA database`, fix });
  });

  it("'Local' is refused, because it is whatever the controller's machine has", () => {
    expect(timeZoneProblem('Local')?.message).toBe("the time zone 'Local' depends on the controller's machine");
  });

  it('has a name in our list that Intl knows too, once', () => {
    for (const timeZone of timeZoneNames) expect(() => new Intl.DateTimeFormat('en', { timeZone })).not.toThrow();
    expect(new Set(timeZoneNames).size).toBe(timeZoneNames.length);
  });
});
