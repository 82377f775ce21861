import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codes } from '../../src/core/codes';

const codesIn = (folder: string, skipped: string): ReadonlySet<string> =>
  new Set(
    readdirSync(join(__dirname, '..', '..', folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && file !== skipped)
      .flatMap((file) => readFileSync(join(__dirname, '..', '..', folder, file), 'utf8').match(/'MLP\d{4}'/g) ?? [])
      .map((code) => code.slice(1, -1)),
  );

const thrown = codesIn('src/core', 'codes.ts');

describe('the table of codes', () => {
  it('has every code that core throws, with what it means and how it is mended', () => {
    expect([...thrown].filter((code) => !(code in codes))).toEqual([]);
    for (const [code, { title, fix }] of Object.entries(codes)) {
      expect(code).toMatch(/^MLP[1-9]\d{3}$/);
      expect(title).toMatch(/^\S.{9,}[^.\s]$/);
      expect(fix).toMatch(/^\S.{9,}[^.\s]$|^rename it$/);
    }
  });

  it('is in order, so that a number is not given twice', () => {
    expect(Object.keys(codes)).toEqual(Object.keys(codes).toSorted());
  });

  it('holds no title twice', () => {
    const titles = Object.values(codes).map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

describe('the tests of core', () => {
  it('provoke every code that core throws', () => {
    const provoked = codesIn('test/core', 'codes.test.ts');
    expect([...thrown].filter((code) => !provoked.has(code)).sort()).toEqual([]);
    expect(thrown.size).toBeGreaterThan(35);
  });
});
