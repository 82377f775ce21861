import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AuditEntry, keptEntries, withEntry } from '../../../src/programs/release/audit';
import type { Candidate } from '../../../src/programs/release/candidate';
import { parseCandidate } from '../../../src/programs/release/candidate-text';
import { phases } from '../../../src/programs/release/phase';
import { holdReasons, initialRecord, type ReleaseRecord } from '../../../src/programs/release/record';
import { parseRecord, recordData } from '../../../src/programs/release/record-data';
import { keptRejections } from '../../../src/programs/release/transitions';
import { keptVerdicts, type VerdictBook, writeVerdict } from '../../../src/programs/release/verdict-book';
import { parseVerdictBook, verdictBookData } from '../../../src/programs/release/verdict-book-data';

const name = 'ConfigMap release-gourmetgram-staging';

function candidate(modelVersion: string): Candidate {
  const digest = `sha256:${modelVersion.padStart(64, '0')}`;
  return { modelVersion, runId: 'f00', digest, commit: 'a1b2c3', uri: 's3://models/7/model.pth' };
}

const record: ReleaseRecord = {
  phase: 'reverting',
  run: 'cron-train-29384',
  lock: { holder: 'cron-train-29384/exit/pod-1', expires: Date.UTC(2026, 0, 31, 2) },
  token: 17,
  attempt: 15,
  candidate: candidate('8'),
  baseline: candidate('7'),
  deployed: candidate('7'),
  good: candidate('7'),
  hold: { reason: 'error', retry: true },
  rejected: [{ modelVersion: '8', digest: candidate('8').digest }],
};
const entry: AuditEntry = {
  at: '2026-01-31T01:00:00.000Z',
  by: 'cron-train-29384',
  event: 'revert',
  version: '8',
  note: 'load: p95 3 s',
};
const stored = { record, audit: [entry] };

describe('the data of a release record', () => {
  it('is read back as it was written', () => {
    expect(parseRecord(name, recordData(stored))).toEqual(stored);
    expect(parseRecord(name, recordData({ record: initialRecord, audit: [] })).record).toEqual(initialRecord);
  });

  it.each<[string, Partial<ReleaseRecord>, RegExp]>([
    ['a run whose name no pod has', { run: 'a run' }, /'run' .*name of a run/],
    ['a holder that is too long', { lock: { holder: 'x'.repeat(300), expires: 0 } }, /'lock-holder'/],
    ['a token of ten digits', { token: 1_000_000_000 }, /'token'/],
    ['an address with braces', { good: { ...candidate('7'), uri: 's3://{{x}}' } }, /'good' uri/],
    ['a phase about nothing', { candidate: null }, /no 'candidate'/],
  ])('is not written with %s, which nobody could read', (_, part, problem) => {
    expect(() => recordData({ record: { ...record, ...part }, audit: [] })).toThrow(problem);
  });

  it('is not written with an entry by nobody', () => {
    expect(() => recordData({ record, audit: [{ ...entry, by: '' }] })).toThrow(/'audit' has the line/);
    expect(() => recordData({ record, audit: [{ ...entry, by: 'Ada Lovelace' }] })).toThrow(/'audit' has the line/);
  });

  it('is read back whatever it is about', () => {
    const version = fc.integer({ min: 0, max: 10 ** 15 - 1 }).map(String);
    const release = fc.option(version.map((modelVersion) => candidate(modelVersion)));
    const records = fc.record({
      phase: fc.constantFrom(...(Object.keys(phases) as (keyof typeof phases)[])),
      run: fc.constantFrom('', 'run-1'),
      lock: fc.option(fc.record({ holder: fc.constant('run-1/pod-1'), expires: fc.integer({ min: 0, max: 4e12 }) })),
      token: fc.integer({ min: 50, max: 999_999_999 }),
      attempt: fc.integer({ min: 0, max: 50 }),
      candidate: version.map((modelVersion) => candidate(modelVersion)),
      baseline: release,
      deployed: release,
      good: release,
      hold: fc.option(
        fc.record({
          reason: fc.constantFrom(...(Object.keys(holdReasons) as (keyof typeof holdReasons)[])),
          retry: fc.boolean(),
        }),
      ),
      rejected: fc.array(version.map((modelVersion) => ({ modelVersion, digest: candidate(modelVersion).digest }))),
    });
    fc.assert(
      fc.property(records, (record) => {
        expect(parseRecord(name, recordData({ record, audit: [] }))).toEqual({ record, audit: [] });
      }),
    );
  });

  it.each([[undefined], [{}]])('of an environment that nothing was released to is %s', (data) => {
    expect(parseRecord(name, data)).toEqual({ record: initialRecord, audit: [] });
  });

  it('says at night what is going on', () => {
    expect(recordData(stored)).toMatchObject({
      phase: 'reverting',
      run: 'cron-train-29384',
      'lock-holder': 'cron-train-29384/exit/pod-1',
      'lock-expires': '2026-01-31T02:00:00.000Z',
      hold: 'error retry',
      rejected: `8 ${candidate('8').digest}\n`,
      audit: '2026-01-31T01:00:00.000Z revert 8 by cron-train-29384: load: p95 3 s\n',
    });
  });

  it.each<readonly [string, Record<string, string | undefined>, string]>([
    ['another schema', { schema: '2' }, `'schema' expected 1, found "2"`],
    ['no schema', { schema: undefined }, `'schema' is missing`],
    ['an unknown phase', { phase: 'testing' }, `'phase' expected idle,`],
    ['a phase that only the prototype has', { phase: 'toString' }, `'phase' expected idle,`],
    ['no phase', { phase: undefined }, `'phase' is missing`],
    ['a key that nobody writes', { phsae: 'idle' }, `'phsae' is not known`],
    ['a token below zero', { token: '-1' }, `'token' expected a whole number`],
    ['a token that is not whole', { token: '1.5' }, `'token' expected a whole number`],
    ['an attempt ahead of its token', { attempt: '18' }, `'attempt' is 18 and 'token' only 17`],
    ['a lock without an end', { 'lock-expires': undefined }, `belong together`],
    ['a lock without a holder', { 'lock-holder': undefined }, `belong together`],
    ['a time in another form', { 'lock-expires': 'tomorrow' }, `'lock-expires' expected a time`],
    ['a holder with a space', { 'lock-holder': 'a b' }, `'lock-holder' expected the name of a run or pod`],
    ['a phase without a candidate', { candidate: undefined }, `there is no 'candidate'`],
    ['a candidate that is no JSON', { candidate: '{' }, `'candidate' is not valid JSON`],
    ['a candidate that is a list', { candidate: '[]' }, `'candidate' expected a candidate`],
    ['a candidate that lacks a field', { good: '{"modelVersion":"7"}' }, `'good' runId: expected text`],
    ['a candidate with another field', { good: JSON.stringify({ ...candidate('7'), tag: 'x' }) }, `no field "tag"`],
    [
      'a version that is no number',
      { good: JSON.stringify({ ...candidate('7'), modelVersion: 'v7' }) },
      'modelVersion: expected a whole number',
    ],
    [
      'a version with a zero before it',
      { good: JSON.stringify({ ...candidate('7'), modelVersion: '07' }) },
      'modelVersion: expected a whole number',
    ],
    [
      'a digest that is a tag',
      { good: JSON.stringify({ ...candidate('7'), digest: 'latest' }) },
      'digest: expected sha256:',
    ],
    [
      'text that an engine would evaluate',
      { good: JSON.stringify({ ...candidate('7'), uri: '{{workflow.name}}' }) },
      'uri: expected letters',
    ],
    ['a reason that nobody gives', { hold: 'tired' }, `'hold' expected no-verdict,`],
    ['a word after the reason', { hold: 'error please' }, `'hold' expected a reason`],
    ['a rejection without a digest', { rejected: '8\n' }, `'rejected' has the line "8"`],
    ['an audit of another form', { audit: 'reverted it\n' }, `'audit' has the line "reverted it"`],
  ])('with %s is refused, and the error says where', (_, change, message) => {
    const changed = { ...recordData(stored), ...change };
    const data = Object.fromEntries(
      Object.entries(changed).flatMap(([key, text]) => (text === undefined ? [] : [[key, text]])),
    );
    expect(() => parseRecord(name, data as Record<string, string>)).toThrow(name);
    expect(() => parseRecord(name, data as Record<string, string>)).toThrow(message);
  });

  it.each(Object.keys(phases))('can be in the phase %s', (phase) => {
    expect(parseRecord(name, { ...recordData(stored), phase }).record.phase).toBe(phase);
  });

  it('stays far below the megabyte that the API server takes, however long it is used', () => {
    const longest = {
      ...candidate('999999999999999'),
      runId: 'r'.repeat(128),
      commit: 'c'.repeat(128),
      uri: `s3://${'u'.repeat(1019)}`,
    };
    let audit: readonly AuditEntry[] = [];
    for (let i = 0; i < keptEntries * 2; i += 1)
      audit = withEntry(audit, { ...entry, by: 'r'.repeat(200), note: 'ü'.repeat(999) });
    const rejected = Array.from({ length: keptRejections }, () => ({
      modelVersion: longest.modelVersion,
      digest: longest.digest,
    }));
    const full = {
      record: { ...record, candidate: longest, baseline: longest, deployed: longest, good: longest, rejected },
      audit,
    };
    const data = recordData(full);
    expect(Buffer.byteLength(JSON.stringify(data))).toBeLessThan(64 * 1024);
    expect(parseRecord(name, data)).toEqual(full);
  });

  it('keeps the newest entries of the audit, one line each, without braces', () => {
    const notes = ['first', ...Array.from({ length: keptEntries }, (_, i) => `${i}`), 'a\nb {{c}}'];
    const trail = notes.reduce<readonly AuditEntry[]>((sum, note) => withEntry(sum, { ...entry, note }), []);
    expect(trail).toHaveLength(keptEntries);
    expect(trail.at(-1)?.note).toBe('a b ((c))');
    expect(trail.some(({ note }) => note === 'first')).toBe(false);
  });
});

describe('the data of a verdict book', () => {
  const book: VerdictBook = [
    {
      candidate: candidate('7'),
      verdict: 'pass',
      attempt: 3,
      by: 'cron-1',
      at: '2026-01-30T02:00:00.000Z',
      reason: '',
    },
    {
      candidate: candidate('8'),
      verdict: 'override',
      attempt: 15,
      by: 'ada',
      at: '2026-01-31T02:00:00.000Z',
      reason: 'sensor broken',
    },
  ];

  it('is read back as it was written, and is empty at first', () => {
    expect(parseVerdictBook(name, verdictBookData(book))).toEqual(book);
    expect(parseVerdictBook(name, undefined)).toEqual([]);
  });

  it.each<readonly [string, Record<string, string>, string]>([
    [
      'a word that is no verdict',
      { 'attempt-3': JSON.stringify({ ...book[0], attempt: undefined, verdict: 'ok' }) },
      `'attempt-3' expected pass,`,
    ],
    [
      'a field that no verdict has',
      { 'attempt-3': JSON.stringify({ ...book[0] }) },
      `'attempt-3' has a field 'attempt'`,
    ],
    ['no JSON', { 'attempt-3': 'pass' }, `'attempt-3' is not valid JSON`],
    ['an attempt that is no number', { 'attempt-x': '{}' }, `'attempt-x' expected a whole number`],
    ['another key', { verdict: 'pass' }, `'verdict' is not known`],
  ])('with %s is refused', (_, change, message) => {
    expect(() => parseVerdictBook(name, { ...verdictBookData(book), ...change })).toThrow(message);
  });

  it('keeps the first verdict of an attempt and the newest attempts', () => {
    const [first] = book;
    if (first === undefined) throw new Error('the book is empty');
    expect(writeVerdict(book, { ...first, verdict: 'fail' })).toBe(book);
    let long: VerdictBook = [];
    for (let attempt = keptVerdicts * 2; attempt > 0; attempt -= 1) long = writeVerdict(long, { ...first, attempt });
    expect(long.map(({ attempt }) => attempt)).toEqual(
      Array.from({ length: keptVerdicts }, (_, i) => keptVerdicts + 1 + i),
    );
    const data = verdictBookData(long.map((entry) => ({ ...entry, reason: 'ü'.repeat(500), by: 'b'.repeat(200) })));
    expect(Buffer.byteLength(JSON.stringify(data))).toBeLessThan(64 * 1024);
  });
});

describe('a candidate', () => {
  it('is read from what a pipeline hands on', () => {
    expect(parseCandidate(JSON.stringify(candidate('7')))).toEqual(candidate('7'));
  });
});
