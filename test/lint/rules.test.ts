import { describe, expect, it } from 'vitest';
import { lint, lintDocuments, readFile } from '../../src/lint/lint';
import { catalogue, rules } from '../../src/lint/rules';

const found = (text: string) => lint([{ file: 'example.yaml', text }]);

describe('the rules', () => {
  it('have codes of their own', () => {
    const codes = catalogue.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^MLL\d{4}$/);
  });

  it.each(catalogue)('$code finds $title', ({ code, bad, severity }) => {
    const own = found(bad).filter((finding) => finding.code === code);
    expect(own.map((finding) => finding.severity)).toContain(severity);
    for (const { line, column, message, fix } of own) {
      expect(line).toBeLessThanOrEqual(bad.split('\n').length);
      expect(column).toBeGreaterThan(0);
      expect(message).toMatch(/^[^A-Z\n].*[^.\n]$/);
      expect(fix).toMatch(/^[^A-Z\n].*[^.\n]$/);
    }
  });

  it.each(catalogue)('$code has a good example that no rule minds', ({ good }) => {
    expect(found(good)).toEqual([]);
  });

  // At synth the places are in a text that is only read if somebody asks, which takes longer than to look at it.
  it('ask for no place in a file where nothing is found', () => {
    const asked = () => {
      throw new Error('asked for a place');
    };
    for (const { code, good } of rules) {
      const { documents } = readFile({ file: 'example.yaml', text: good });
      const placeless = documents.map((document) =>
        Object.defineProperty({ ...document, positionOf: asked, sourceOf: asked }, 'start', { get: asked }),
      );
      expect(lintDocuments(placeless), code).toEqual([]);
    }
  });
});
