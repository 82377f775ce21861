import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt } from '../../src/programs/excerpt';

// Text with many of the characters that matter.
const hostile = fc.oneof(
  fc.string({
    unit: fc.constantFrom('{', '}', '$', '(', ')', '\n', '\u0000', '\u202e', '\u2028', '\ud800', '😀', ' ', 'a'),
  }),
  fc.string({ unit: 'binary', maxLength: 2000 }),
);

const rows: readonly [text: string, limit: number | undefined, line: string][] = [
  ['one line', undefined, 'one line'],
  ['  two\r\n\tlines ', undefined, 'two lines'],
  ['{{workflow.name}}', undefined, '((workflow.name))'],
  ['$(TOKEN) ${TOKEN} $\u0000(TOKEN) $$(X)', undefined, '$ (TOKEN) $ (TOKEN) $ (TOKEN) $$ (X)'],
  ['\u001b[31mred\u0007', undefined, '[31mred'],
  ['left\u202eright\u2028down', undefined, 'left right down'],
  ['abcdef', 5, 'abcd…'],
  ['abcde', 5, 'abcde'],
  ['abc😀f', 5, 'abc…'],
  ['x'.repeat(9999), undefined, `${'x'.repeat(499)}…`],
  [' '.repeat(9999), 5, '…'],
  ['', undefined, ''],
];

describe('an excerpt', () => {
  it.each(rows)('of %j cut to %j is %j', (text, limit, line) => {
    expect(excerpt(text, limit)).toBe(line);
  });

  it('never holds what an engine, the kubelet or a terminal obeys, and never exceeds its limit', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 500 }), (text, limit) => {
        const line = excerpt(text, limit);
        expect(line).not.toMatch(/[{}\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|\$\(/u);
        expect(line.length).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 2000 },
    );
  });

  it('of an excerpt is the same', () => {
    const same = fc.property(hostile, (text) => {
      expect(excerpt(excerpt(text))).toBe(excerpt(text));
    });
    fc.assert(same, { numRuns: 1000 });
  });
});
