import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, textOf } from './documents';

const page = textOf('docs/bugs.md');
const rows = [...page.matchAll(/^\| (\d+) \|/gm)].map(([, number]) => Number(number));
const lists = page
  .slice(page.indexOf('## The tests'))
  .split(/^(?=\d+\. )/m)
  .slice(1)
  .map((text) => ({
    number: Number(/^\d+/.exec(text)?.[0]),
    cited: [...text.matchAll(/^ +- `([^`]+)`: “([^”]+)”$/gm)].map(([, file = '', name = '']) => ({ file, name })),
    lines: text.split('\n').filter((line) => /^ +-/.test(line)).length,
  }));

describe('docs/bugs.md', () => {
  it('has each mistake once, and tests for each', () => {
    expect(rows).toEqual(Array.from({ length: 33 }, (_, i) => i + 1));
    expect(lists.map(({ number }) => number)).toEqual(rows);
    for (const { cited, lines } of lists) {
      expect(cited.length).toBeGreaterThan(0);
      expect(cited).toHaveLength(lines);
    }
  });

  it.each(lists.flatMap(({ cited }) => cited))('names a test that exists: $name', ({ file, name }) => {
    expect(existsSync(join(root, file)), file).toBe(true);
    expect(textOf(file)).toContain(name);
  });
});
