import { patternOf } from '../../expr/argo/go-pattern';

import { sampleText } from './sample-text';

const digest = `sha256:${'7'.repeat(64)}`;
const samples = [
  '0.9',
  '7',
  'a',
  'A',
  digest,
  `example.com/app@${digest}`,
  's3://models/7',
  'true',
  '7'.repeat(40),
  '{}',
  '[]',
];

/**
 * A value for an output that matches all patterns that anybody asks it to match; undefined where none is asked, or none of
 * the usual values does.
 *
 * @internal
 */
export function sampleFor(patterns: ReadonlyMap<string, ReadonlySet<string>>, output: string): string | undefined {
  const wanted = [...patterns].flatMap(([name, own]) =>
    name === output || name.endsWith(`-${output}`) ? [...own] : [],
  );
  if (wanted.length === 0) return undefined;
  const compiled = wanted.map(patternOf).filter((pattern) => typeof pattern !== 'string');
  const made = wanted.flatMap((pattern) => sampleText(pattern) ?? []);
  return [...samples, ...made].find((sample) => compiled.every((pattern) => pattern.test(sample)));
}
