import type { Values } from '../environment';
import type { Verdict } from '../verdict';
import type { askedContract } from './contract';
import { type Observation, type Observed, observationKeys } from './observation';

/** @internal */
export type Asked = Values<typeof askedContract>;

/** One thing that was looked at; without `holds` it could not be seen. @internal */
export interface Finding {
  readonly holds?: boolean;
  readonly text: string;
}

/**
 * Looks whether tables were sampled as it was asked for: only where rows are asked for and the table has more.
 *
 * @internal
 */
export function judgeSampling(asked: Asked, seen: Observation): readonly Finding[] {
  const train = tableOf('train', asked.trainRows, seen);
  const test = tableOf('test', asked.testRows, seen);
  const isApplied = train.isApplied || test.isApplied;
  return [
    ...train.findings,
    ...test.findings,
    ...(isApplied ? wayOf(asked, seen) : []),
    ...digestsOf(seen),
    ...(asked.window === undefined ? [] : [windowsOf(asked.window, seen)]),
  ];
}

/** What could not be seen is no failure of the candidate, and never a pass. @internal */
export function verdictOf(findings: readonly Finding[]): { readonly verdict: Verdict; readonly reason: string } {
  const unseen = findings.filter(({ holds }) => holds === undefined);
  const failed = findings.filter(({ holds }) => holds === false);
  const told = failed.length > 0 ? failed : unseen.length > 0 ? unseen : findings;
  const verdict = failed.length > 0 ? 'fail' : unseen.length > 0 || findings.length === 0 ? 'error' : 'pass';
  return { verdict, reason: told.map(({ text }) => text).join('; ') };
}

interface Table {
  readonly isApplied: boolean;
  readonly findings: readonly Finding[];
}

function tableOf(table: 'train' | 'test', rows: number, seen: Observation): Table {
  const original = countIn(seen, `${table}OriginalRows`);
  const sampled = countIn(seen, `${table}SampledRows`);
  if (typeof original !== 'number' || typeof sampled !== 'number')
    return { isApplied: false, findings: [original, sampled].filter((each) => typeof each !== 'number') };
  const isApplied = rows > 0 && original > rows;
  const expected = isApplied ? rows : original;
  const why = isApplied
    ? `${rows} of ${original} were asked for`
    : `the table has ${original}, and all were to be taken`;
  const holds = sampled === expected && sampled > 0;
  const what = holds ? `${table} has ${sampled} of ${original} rows` : `${table} has ${sampled} rows: ${why}`;
  return { isApplied, findings: [{ holds, text: what }] };
}

function wayOf({ strategy, seed }: Asked, seen: Observation): readonly Finding[] {
  const { samplingStrategy } = seen;
  const way: Finding =
    samplingStrategy === undefined || samplingStrategy === ''
      ? missing('samplingStrategy')
      : {
          holds: samplingStrategy === strategy,
          text: `sampled by ${samplingStrategy}${samplingStrategy === strategy ? '' : `, not by ${strategy}`}`,
        };
  if (strategy === 'head') return [way];
  const used = countIn(seen, 'samplingSeed');
  if (typeof used !== 'number') return [way, used];
  return [way, { holds: used === seed, text: `the seed is ${used}${used === seed ? '' : `, not ${seed}`}` }];
}

/** Digests of both tables before sampling: two samples of one table differ, and still share rows. */
function digestsOf({ trainDigest, testDigest }: Observation): readonly Finding[] {
  const digests = [
    ['trainDigest', trainDigest],
    ['testDigest', testDigest],
  ] as const;
  const unseen = digests.flatMap(([name, digest]) =>
    digest === undefined || digest === ''
      ? [missing(name)]
      : /^sha256:[0-9a-f]{64}$/.test(digest)
        ? []
        : [{ text: `${name} is no digest: expected sha256: and 64 hexadecimal digits` }],
  );
  if (unseen.length > 0) return unseen;
  const holds = trainDigest !== testDigest;
  return [{ holds, text: holds ? 'the test data are not the training data' : 'the test data are the training data' }];
}

function windowsOf({ input, output }: NonNullable<Asked['window']>, seen: Observation): Finding {
  const rows = countIn(seen, 'trainSampledRows');
  const windows = countIn(seen, 'trainWindows');
  if (typeof windows !== 'number') return windows;
  if (typeof rows !== 'number') return rows;
  const expected = rows - input - output + 1;
  const made = `${rows} rows make ${Math.max(0, expected)} windows of ${input} and ${output}`;
  const holds = windows === expected && expected > 0;
  return { holds, text: holds ? made : `${made}, and ${windows} were trained on` };
}

function countIn(seen: Observation, name: Observed): number | Finding {
  const text = seen[name] ?? '';
  if (text === '') return missing(name);
  return /^\d{1,15}$/.test(text) ? Number(text) : { text: `${name} is no number of rows` };
}

function missing(name: Observed): Finding {
  return { text: `nobody saw ${name} (${observationKeys[name]})` };
}
