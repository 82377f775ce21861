import type { Owner } from '../plan/owner';
import { sampleOfPattern } from './sample-pattern';

/** What expressions say about the values they read, by the last part of a value's name. */
interface Hints {
  /** Words say more than patterns; of several words a pass is the good one, else the first. */
  readonly words: ReadonlyMap<string, string>;
  readonly patterns: ReadonlyMap<string, readonly string[]>;
}

const known = new WeakMap<Owner, Hints>();
const around = new WeakMap<Owner, () => Hints>();

/**
 * Tells owners of each other: what one hands on, another may be the first to look at closely.
 *
 * @internal
 */
export function shareHints(owners: readonly Owner[]): void {
  let all: Hints | undefined;
  const shared = () => {
    all ??= hintsIn(owners.flatMap(({ templates }) => [...templates.values()].map(({ text }) => text)));
    return all;
  };
  for (const owner of owners) around.set(owner, shared);
}

/** A value of an output that the expressions of its owner, and of those beside it, take as a good one. @internal */
export function sampleFor(owner: Owner, name: string): string | undefined {
  const own = known.get(owner) ?? hintsIn([...owner.templates.values()].map(({ text }) => text));
  known.set(owner, own);
  const all = around.get(owner)?.();
  return own.words.get(name) ?? fitting(all?.patterns, name) ?? fitting(own.patterns, name) ?? all?.words.get(name);
}

/** One that fits all patterns, if one of those that fit a single one does. */
function fitting(patterns: Hints['patterns'] | undefined, name: string): string | undefined {
  // Where it is handed on, the name of the step may stand before it.
  const wanted = [...(patterns ?? [])].flatMap(([reader, own]) =>
    reader === name || reader.endsWith(`-${name}`) ? own : [],
  );
  const candidates = wanted.flatMap((pattern) => sampleOfPattern(pattern, name) ?? []);
  return candidates.find((sample) => wanted.every((pattern) => new RegExp(pattern).test(sample)));
}

const reading =
  /parameters\??(?:\.(\w+)|\['([^']+)'\])\?? (?:in \[([^\]]*)\]|== '((?:[^'\\]|\\.)*)'|matches '((?:[^'\\]|\\.)*)')/g;

function hintsIn(texts: readonly string[]): Hints {
  const words = new Map<string, string[]>();
  const patterns = new Map<string, string[]>();
  for (const text of texts) {
    for (const [, plain, quoted, list, word, pattern] of unescaped(text).matchAll(reading)) {
      const name = plain ?? quoted ?? '';
      const listed = [...(list ?? '').matchAll(/'((?:[^'\\]|\\.)*)'/g)].map(([, one = '']) => one);
      const found = word === undefined ? listed : [word];
      if (found.length > 0) words.set(name, [...(words.get(name) ?? []), ...found]);
      if (pattern !== undefined) patterns.set(name, [...(patterns.get(name) ?? []), pattern]);
    }
  }
  const good = [...words].map(([name, all]) => [name, all.includes('pass') ? 'pass' : (all[0] ?? name)] as const);
  return { words: new Map(good), patterns };
}

/** The text of JSON, with quotes and backslashes as they were written. */
function unescaped(json: string): string {
  return json.replaceAll(/\\(["\\/])/g, '$1');
}
