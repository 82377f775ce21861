import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commented, documents, placeOf, root, shown, textOf } from './documents';
import { missingLine } from './excerpt';
import { brokenLinks } from './links';

const withoutCode = (text: string): string =>
  text.replace(/^\s*```[\s\S]*?^\s*```\s*$/gm, '').replace(/`[^`\n]*`/g, '');

describe('the documents', () => {
  const excerpts = shown.filter(
    ({ language, before }) => ['yaml', 'mermaid'].includes(language) && /^<!-- from \S+ -->$/.test(before),
  );

  it('show YAML and pictures that are emitted, line by line', () => {
    const wrong = excerpts.flatMap((block) => {
      const file = /from (\S+)/.exec(block.before)?.[1] ?? '';
      const missing = missingLine(block.lines, textOf(file));
      return missing === undefined ? [] : [`${placeOf(block)}: not in ${file}: ${missing}`];
    });
    expect(wrong).toEqual([]);
  });

  it('say of all YAML in the README where it is from', () => {
    const yaml = shown.filter(({ file, language }) => file === 'README.md' && language === 'yaml');
    expect(yaml.length).toBeGreaterThan(0);
    expect(yaml.filter((block) => !excerpts.includes(block)).map(placeOf)).toEqual([]);
  });

  it('show the hello example as it is', () => {
    const first = shown.find(({ file, language }) => file === 'README.md' && language === 'ts');
    const words = (code: string): readonly string[] =>
      code
        .replace(/,(?=\s*[}\])])/g, '')
        .trim()
        .split(/\s+/);
    expect(words(first?.lines.join('\n') ?? '')).toEqual(words(textOf('examples/hello/main.ts')));
  });

  it('say in which language code is', () => {
    expect(commented.filter(({ language }) => language === '').map(placeOf)).toEqual([]);
  });

  it.each(documents)('%s links to files and headings that exist', (file) => {
    expect(brokenLinks(join(root, file), withoutCode(textOf(file)))).toEqual([]);
  });
});

describe('an excerpt', () => {
  const text = ['a: 1', 'b:', '  - x', '  - y', 'c: 3', 'a: 1', ''].join('\n');
  it.each<readonly [string, readonly string[], string | undefined]>([
    ['the whole', ['a: 1', 'b:', '  - x', '  - y', 'c: 3', 'a: 1'], undefined],
    ['a part', ['  - x', '  - y'], undefined],
    ['two parts', ['a: 1', '# …', 'c: 3'], undefined],
    ['parts with a word on what is left out', ['b:', '  # … two more', 'c: 3'], undefined],
    ['lines left out without a word', ['a: 1', 'c: 3'], 'c: 3'],
    ['another indentation', ['b:', '- x'], '- x'],
    ['another value', ['a: 1', 'b:', '  - x', '  - z'], '  - z'],
    ['another order', ['c: 3', '# …', 'b:'], 'b:'],
    ['a line that is not there', ['d: 4'], 'd: 4'],
  ])('of %s is told from what is emitted', (_, excerpt, missing) => {
    expect(missingLine(excerpt, text)).toBe(missing);
  });
});

describe('a link', () => {
  const readme = join(root, 'README.md');
  it.each<readonly [string, boolean]>([
    ['[a](package.json)', true],
    ['[a](<package.json>)', true],
    ['[a](src)', true],
    ['[a](package.json "a title")', true],
    ['[a](https://example.com/nothing)', true],
    ['[a](mailto:a@example.com)', true],
    ['[a](docs/errors.md#mlp1001)', true],
    ['[a](no-such-file.md)', false],
    ['[a](docs/errors.md#mlp0000)', false],
    ['[a](../package.json)', false],
  ])('%s leads somewhere: %s', (link, leads) => {
    expect(brokenLinks(readme, link).length === 0).toBe(leads);
  });
});
