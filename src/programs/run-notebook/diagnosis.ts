import { isRecord, type JsonRecord, valueAt } from '../json-value';

/** Words for what training fails of. @internal */
export const diagnoses = [
  'none',
  'out-of-memory',
  'missing-module',
  'no-data-source',
  'timeout',
  'not-started',
  'other',
] as const;

/** @internal */
export type Diagnosis = (typeof diagnoses)[number];

const signs: readonly (readonly [Diagnosis, RegExp])[] = [
  ['out-of-memory', /OOMKilled|MemoryError|Cannot allocate memory|exit code 137|kernel died/i],
  ['missing-module', /ModuleNotFoundError|ImportError|No module named/],
  [
    'no-data-source',
    /prometheus[^\n]{0,200}(refused|timed? ?out|unreachable|resolve|max retries|failed)|(ConnectionError|ConnectTimeout|MaxRetryError)[^\n]{0,300}prometheus/i,
  ],
  ['timeout', /\b(timed? ?out|timeout|deadline exceeded)\b/i],
  [
    'not-started',
    /ImagePull|ErrImage|InvalidImageName|CreateContainer|Failed to create validation pod|git clone|authentication failed/i,
  ],
];

/** What a job that failed says about why, in its own words. @internal */
export function wordsOf(job: JsonRecord): readonly string[] {
  const results = valueAt(job, 'status', 'results');
  const cells = (Array.isArray(results) ? results : [])
    .filter(isRecord)
    .flatMap(({ cellIndex, status, errorMessage }) =>
      status === 'Failure' ? [`cell ${String(cellIndex)}: ${String(errorMessage ?? 'failed')}`] : [],
    );
  const message = valueAt(job, 'status', 'message');
  return [...cells, ...(typeof message === 'string' && message !== '' ? [message] : [])];
}

/** The first sign that is found in what was said, the surest first. @internal */
export function diagnose(words: readonly string[]): Diagnosis {
  for (const text of words) for (const [diagnosis, sign] of signs) if (sign.test(text)) return diagnosis;
  return 'other';
}
