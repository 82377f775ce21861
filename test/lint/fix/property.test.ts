import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/lint/finding';
import { fixFiles } from '../../../src/lint/fix/fix';
import { lint } from '../../../src/lint/lint';
import { catalogue } from '../../../src/lint/rules';
import { readYaml } from '../../../src/yaml/read';

/** More of them with another number: LINT_FIXES=10000. */
const numRuns = Number(process.env.LINT_FIXES ?? 400);

const corpus = join(__dirname, '../../../../shared/corpus');
const below = (folder: string) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => readFileSync(join(folder, name), 'utf8'))
    : [];
const texts = [
  ...below('dist-manifests').filter((text) => text.length < 30_000),
  ...['argo-examples', 'tekton-examples'].flatMap((name) => below(join(corpus, name))),
  ...catalogue.flatMap(({ bad, good }) => [bad, good]),
];

/** Slips of the hand, in a line of a manifest. */
const slips: readonly ((line: string, at: number) => string)[] = [
  // Two letters of a name are swapped.
  (line, at) => {
    const [, margin = '', name = '', rest = ''] = /^(\s*(?:- )?)([a-zA-Z]{4,})(:.*)$/s.exec(line) ?? [];
    if (name === '') return line;
    const i = 1 + (at % (name.length - 2));
    return `${margin}${name.slice(0, i)}${name[i + 1]}${name[i]}${name.slice(i + 2)}${rest}`;
  },
  // A letter is there twice.
  (line, at) =>
    line.replace(
      /^(\s*(?:- )?[a-z]{1,4})([a-zA-Z]+:)/,
      (_, a, b) => `${a}${String(b).charAt(at % (b.length - 1))}${b}`,
    ),
  // Words in other case.
  (line) => line.replace(/: ([A-Z][a-zA-Z]+)$/, (_, word: string) => `: ${word.toLowerCase()}`),
  // Quotes too few and too many.
  (line) => line.replace(/: ["']([\w.]+)["']$/, ': $1'),
  (line) => line.replace(/: (\d+|true|false)$/, ": '$1'"),
  (line) => `${line} # cdk8s-mlops-ignore MLL1101: what was here once`,
  (line) => line.replace(/^(\s*)schedules: *$/, '$1schedule:'),
];

const keyOf = ({ code, message }: Finding) => `${code} ${message}`;

describe('lint --fix, of any slip in any manifest', () => {
  it('leaves fewer findings and no new ones, changes nothing else, and has nothing left to do', () => {
    let mended = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom(...slips)), { minLength: 1, maxLength: 3 }),
        fc.constantFrom('\n', '\r\n'),
        (text, edits, eol) => {
          const lines = text.split(/\r?\n/);
          for (const [where, at, slip] of edits) {
            const i = where % lines.length;
            lines[i] = slip(lines[i] ?? '', at);
          }
          const file = { file: 'slip.yaml', text: lines.join(eol) };
          const before = lint([file]);
          const { texts: after, repaired, findings } = fixFiles([file], {});
          if (after.size === 0) {
            expect(repaired).toEqual([]);
            return;
          }
          mended++;
          const fixed = { file: 'slip.yaml', text: after.get('slip.yaml') ?? '' };
          expect(fixFiles([fixed], {}).texts.size).toBe(0);

          const structural = (all: readonly Finding[]) => all.filter(({ code }) => /^MLL1[01]/.test(code));
          expect(structural(findings).length).toBeLessThan(structural(before).length);
          if (before.every(({ code }) => code !== 'MLL1103')) {
            const known = new Set(before.map(keyOf));
            expect(findings.map(keyOf).filter((key) => !known.has(key))).toEqual([]);
            expect(findings.length).toBeLessThan(before.length);
          }

          // Line by line, only those that a repair names differ, or move to the right below one that became an item.
          if (repaired.every(({ code }) => ['MLL1101', 'MLL1103', 'MLL1105', 'MLL1106'].includes(code))) {
            const named = new Set(repaired.map(({ line }) => line));
            const now = fixed.text.split(eol);
            expect(now.filter((line, i) => line !== lines[i]).length).toBeLessThanOrEqual(named.size);
            now.forEach((line, i) => {
              if (line !== lines[i]) expect(named).toContain(i + 1);
            });
          }
          expect(readYaml(fixed.text).documents.length).toBe(readYaml(file.text).documents.length);
        },
      ),
      { numRuns, seed: 7 },
    );
    expect(mended).toBeGreaterThan(numRuns / 20);
  }, 600_000);
});
