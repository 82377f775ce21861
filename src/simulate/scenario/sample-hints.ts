import type { Owner } from '../plan/owner';
import { sampleOfPattern } from './sample-pattern';

const known = new WeakMap<Owner, ReadonlyMap<string, string>>();

/** A value of an output that the expressions of its owner take as a good one. @internal */
export function sampleFor(owner: Owner, name: string): string | undefined {
  let samples = known.get(owner);
  if (samples === undefined) {
    samples = hintsIn([...owner.templates.values()].map(({ text }) => text));
    known.set(owner, samples);
  }
  return samples.get(name);
}

const reading =
  /parameters\??(?:\.(\w+)|\['([^']+)'\])\?? (?:in \[([^\]]*)\]|== '((?:[^'\\]|\\.)*)'|matches '((?:[^'\\]|\\.)*)')/g;

/** Words say more than patterns; of several words a pass is the good one, else the first. */
function hintsIn(texts: readonly string[]): ReadonlyMap<string, string> {
  const words = new Map<string, string[]>();
  const fitting = new Map<string, string>();
  for (const text of texts) {
    for (const [, plain, quoted, list, word, pattern] of unescaped(text).matchAll(reading)) {
      const name = plain ?? quoted ?? '';
      const listed = [...(list ?? '').matchAll(/'((?:[^'\\]|\\.)*)'/g)].map(([, one = '']) => one);
      const found = word === undefined ? listed : [word];
      if (found.length > 0) words.set(name, [...(words.get(name) ?? []), ...found]);
      const sample = pattern === undefined ? undefined : sampleOfPattern(pattern, name);
      if (sample !== undefined && !fitting.has(name)) fitting.set(name, sample);
    }
  }
  for (const [name, all] of words) fitting.set(name, all.includes('pass') ? 'pass' : (all[0] ?? name));
  return fitting;
}

/** The text of JSON, with quotes and backslashes as they were written. */
function unescaped(json: string): string {
  return json.replaceAll(/\\(["\\/])/g, '$1');
}
