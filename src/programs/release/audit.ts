import { excerpt } from '../excerpt';
import { InputError } from '../input-error';
import { quoted } from '../parse';

/**
 * One change of a release record, for people; nothing is decided by it.
 *
 * @internal
 */
export interface AuditEntry {
  /** When, as ISO 8601 in UTC. */
  readonly at: string;
  /** The run, or the person that an operator's template was given. */
  readonly by: string;
  /** The name of the transition. */
  readonly event: string;
  /** The model version it was about, `-` for none. */
  readonly version: string;
  readonly note: string;
}

/** How many entries a record keeps, the newest. @internal */
export const keptEntries = 50;

const noteLength = 200;

/** @internal */
export function withEntry(trail: readonly AuditEntry[], entry: AuditEntry): readonly AuditEntry[] {
  return [...trail, { ...entry, note: excerpt(entry.note, noteLength) }].slice(-keptEntries);
}

/** A line for each entry, as the on-call engineer reads it in the ConfigMap. @internal */
export function auditText(trail: readonly AuditEntry[]): string {
  return trail
    .map(({ at, by, event, version, note }) => `${`${at} ${event} ${version} by ${by}: ${note}`.trimEnd()}\n`)
    .join('');
}

const line = /^(\S{1,40}) ([a-z-]{1,40}) (\d{1,15}|-) by (\S{1,256}):(?: (.*))?$/u;

/** @throws InputError for a line that `auditText` does not write @internal */
export function parseAudit(text: string): readonly AuditEntry[] {
  const lines = text.split('\n').filter((entry) => entry !== '');
  return lines.slice(-keptEntries).map((entry) => {
    const [, at, event, version, by, note = ''] = line.exec(entry) ?? [];
    if (at === undefined || event === undefined || version === undefined || by === undefined) {
      throw new InputError(`has the line ${quoted(entry)}, expected '<time> <event> <version> by <whom>: <note>'`);
    }
    return { at, by, event, version, note: excerpt(note, noteLength) };
  });
}
