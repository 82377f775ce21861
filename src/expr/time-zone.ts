import { suggest } from '../core/suggest';
import { timeZoneNames } from './time-zone-names';

const abbreviations: Readonly<Record<string, string>> = {
  CEST: 'Europe/Berlin',
  BST: 'Europe/London',
  PST: 'America/Los_Angeles',
  PDT: 'America/Los_Angeles',
  MDT: 'America/Denver',
  CST: 'America/Chicago',
  CDT: 'America/Chicago',
  EDT: 'America/New_York',
  IST: 'Asia/Kolkata',
  JST: 'Asia/Tokyo',
  KST: 'Asia/Seoul',
  AEST: 'Australia/Sydney',
  Z: 'Etc/UTC',
};

/**
 * Why a controller written in Go would refuse a time zone, or `undefined` for one that it knows.
 *
 * Takes the names of the IANA database, letter for letter. Refuses offsets (`+02:00`), abbreviations (`CEST`), names in
 * another case and `Local`, which would be whatever zone the controller's machine has.
 *
 * @see https://pkg.go.dev/time#LoadLocation
 * @internal
 */
export function timeZoneProblem(zone: string): { readonly message: string; readonly fix: string } | undefined {
  // The second half knows zones younger than our list; it holds preferred names only, in their exact spelling.
  if (timeZoneNames.includes(zone) || Intl.supportedValuesOf('timeZone').includes(zone)) return undefined;
  if (zone === 'Local') {
    return {
      message: "the time zone 'Local' depends on the controller's machine",
      fix: "write 'Etc/UTC' or a name such as 'Europe/Berlin'",
    };
  }
  const message = `'${zone}' is not a time zone of the IANA database`;
  const meant = meantBy(zone);
  if (meant !== undefined) return { message, fix: `write '${meant}'` };
  return { message, fix: "write a name such as 'Etc/UTC' or 'Europe/Berlin'" };
}

function meantBy(zone: string): string | undefined {
  const spelled = zone.trim().replaceAll(' ', '_').toUpperCase();
  const sameLetters = timeZoneNames.find((name) => name.toUpperCase() === spelled);
  if (sameLetters !== undefined) return sameLetters;
  if (Object.hasOwn(abbreviations, spelled)) return abbreviations[spelled];
  const offset = /^(?:UTC|GMT)?([+-])0?([0-9]{1,2})(?::?00)?$/.exec(spelled);
  if (offset !== null) {
    // The Etc zones count westwards, so the sign turns round.
    const [, sign, hours] = offset;
    const name = hours === '0' ? 'Etc/UTC' : `Etc/GMT${sign === '+' ? '-' : '+'}${hours}`;
    return timeZoneNames.includes(name) ? name : undefined;
  }
  const sameCity = timeZoneNames.find((name) => name.toUpperCase().endsWith(`/${spelled}`));
  return sameCity ?? suggest(zone, timeZoneNames);
}
