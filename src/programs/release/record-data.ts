import { InputError } from '../input-error';
import { matching, oneOf, quoted, whole } from '../parse';
import { type AuditEntry, auditText, parseAudit } from './audit';
import type { Candidate } from './candidate';
import { candidateText, parseCandidate } from './candidate-text';
import { type ConfigMapData, dataReader } from './config-map-data';
import { type Phase, phases } from './phase';
import { type Hold, type HoldReason, holdReasons, initialRecord, type Rejection, type ReleaseRecord } from './record';

/** A record and how it came to be. @internal */
export interface StoredRecord {
  readonly record: ReleaseRecord;
  readonly audit: readonly AuditEntry[];
}

const schema = '1';
const releases = ['candidate', 'baseline', 'deployed', 'good'] as const satisfies readonly (keyof ReleaseRecord)[];

/**
 * The `data` of the ConfigMap `release-<application>-<environment>`: a key for each thing that a person looks for.
 *
 * At most some 25 KB, far below the megabyte that the API server takes.
 *
 * @throws InputError for what `parseRecord` would not read back
 * @internal
 */
export function recordData({ record, audit }: StoredRecord): Readonly<Record<string, string>> {
  const { phase, run, lock, token, attempt, hold, rejected } = record;
  const data: Record<string, string> = { schema, phase };
  if (run !== '') data.run = run;
  if (lock !== null) {
    data['lock-holder'] = lock.holder;
    data['lock-expires'] = new Date(lock.expires).toISOString();
  }
  data.token = String(token);
  data.attempt = String(attempt);
  for (const name of releases) {
    const release = record[name];
    if (release !== null) data[name] = candidateText(release);
  }
  if (hold !== null) data.hold = hold.retry ? `${hold.reason} retry` : hold.reason;
  if (rejected.length > 0) {
    data.rejected = rejected.map(({ modelVersion, digest }) => `${modelVersion} ${digest}\n`).join('');
  }
  if (audit.length > 0) data.audit = auditText(audit);
  // What can not be read back would stop every program that comes after.
  parseRecord('what would be written', data);
  return data;
}

/**
 * Reads `recordData` back; no `data` is the record of an environment that nothing was ever released to.
 *
 * @param of how to call the object in an error
 * @throws InputError for anything that `recordData` does not write: what is not understood is not guessed
 * @internal
 */
export function parseRecord(of: string, data: ConfigMapData): StoredRecord {
  if (data === undefined || Object.keys(data).length === 0) return { record: initialRecord, audit: [] };
  const reader = dataReader(of, data);
  reader.required('schema', oneOf([schema]));
  const phase = reader.required('phase', oneOf(Object.keys(phases) as Phase[]));
  const run = reader.optional('run', holder) ?? '';
  const lockHolder = reader.optional('lock-holder', holder);
  const expires = reader.optional('lock-expires', time);
  const token = reader.required('token', count);
  const attempt = reader.required('attempt', count);
  const [candidate, baseline, deployed, good] = releases.map((name): Candidate | null =>
    reader.optional(name, parseCandidate),
  );
  const hold = reader.optional('hold', parseHold);
  const rejected = reader.optional('rejected', parseRejections) ?? [];
  const audit = reader.optional('audit', parseAudit) ?? [];
  reader.finish();
  const problem = contradiction({ phase, lockHolder, expires, token, attempt, candidate: candidate ?? null });
  if (problem !== undefined) throw reader.problem(problem);
  const lock = lockHolder === null || expires === null ? null : { holder: lockHolder, expires };
  const record = {
    phase,
    run,
    lock,
    token,
    attempt,
    candidate: candidate ?? null,
    baseline: baseline ?? null,
    deployed: deployed ?? null,
    good: good ?? null,
    hold,
    rejected,
  };
  return { record, audit };
}

/** A holder as locks and audits know it; has no space. @internal */
export const holder = matching(/^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,199}$/, 'the name of a run or pod');

// Nine digits: a lock a second for thirty years.
const count = whole('a whole number', 0, 999_999_999);

function time(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at) || new Date(at).toISOString() !== text) {
    throw new InputError(`expected a time like 2026-01-31T02:00:00.000Z, found ${quoted(text)}`);
  }
  return at;
}

function parseHold(text: string): Hold {
  const [reason = '', retry, ...rest] = text.split(' ');
  if ((retry !== undefined && retry !== 'retry') || rest.length > 0) {
    throw new InputError(`expected a reason, and 'retry' after it or nothing, found ${quoted(text)}`);
  }
  return { reason: oneOf(Object.keys(holdReasons) as HoldReason[])(reason), retry: retry !== undefined };
}

function parseRejections(text: string): readonly Rejection[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const [, modelVersion, digest] = /^(\d{1,15}) (sha256:[0-9a-f]{64})$/.exec(line) ?? [];
    if (modelVersion === undefined || digest === undefined) {
      throw new InputError(`has the line ${quoted(line)}, expected '<model version> <digest>'`);
    }
    return { modelVersion, digest };
  });
}

interface Parts extends Pick<ReleaseRecord, 'phase' | 'token' | 'attempt' | 'candidate'> {
  readonly lockHolder: string | null;
  readonly expires: number | null;
}

/** What no program writes, though each key on its own is well-formed. */
function contradiction({ phase, lockHolder, expires, token, attempt, candidate }: Parts): string | undefined {
  if ((lockHolder === null) !== (expires === null)) return "'lock-holder' and 'lock-expires' belong together";
  if (phase !== 'idle' && candidate === null) return `the phase is '${phase}' and there is no 'candidate'`;
  if (attempt > token) return `'attempt' is ${attempt} and 'token' only ${token}`;
  return undefined;
}
