import { describe, expect, it } from 'vitest';
import { lint } from '../../src/lint/lint';
import { catalogue } from '../../src/lint/rules';

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
});
