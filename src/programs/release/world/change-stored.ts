import { type AuditEntry, withEntry } from '../audit';
import { type ChangeAnswer, changeRecord } from '../change';
import { recordData, type StoredRecord } from '../record-data';
import { type Details, requestOf } from '../request';
import type { TransitionName } from '../transitions';
import type { Asker } from './asker';

/** What changes only the lock is no news for people. */
const ofTheLock: readonly TransitionName[] = ['lock', 'inherit', 'renew', 'unlock'];

/**
 * What is to be stored after a transition: the record and, if it says something new, an entry of its audit.
 *
 * @internal
 */
export function changeStored(
  stored: StoredRecord,
  transition: TransitionName,
  details: Details,
  { holder, by, reason, leaseMilliseconds }: Asker,
): { readonly value: StoredRecord; readonly answer: ChangeAnswer } {
  const now = Date.now();
  const request = requestOf({ holder, now, expires: now + leaseMilliseconds }, details);
  const { record, answer } = changeRecord(stored.record, transition, request);
  const { audit } = stored;
  if (record === stored.record || isSameData({ record, audit }, stored)) return { value: stored, answer };
  if (ofTheLock.includes(transition)) return { value: { record, audit }, answer };
  const about = details.candidate ?? record.candidate;
  const entry: AuditEntry = {
    at: new Date(now).toISOString(),
    by: by.replace(/\s+/g, '_') || '-',
    event: transition,
    version: about?.modelVersion ?? '-',
    note: noteOf(transition, details, reason),
  };
  return { value: { record, audit: withEntry(audit, entry) }, answer };
}

function noteOf(transition: TransitionName, { verdict, hold, release }: Details, reason: string): string {
  switch (transition) {
    case 'record':
      return [verdict?.verdict, verdict?.reason].filter((text) => text !== undefined && text !== '').join(': ');
    case 'hold':
    case 'keep':
      return hold ?? '';
    case 'revert':
      return release === null || release === undefined ? '' : `to version ${release.modelVersion}`;
    case 'undo':
      return release === null || release === undefined ? reason : `to version ${release.modelVersion}: ${reason}`;
    default:
      return reason;
  }
}

function isSameData(a: StoredRecord, b: StoredRecord): boolean {
  return JSON.stringify(recordData(a)) === JSON.stringify(recordData(b));
}
