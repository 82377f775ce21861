import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compile } from './compile';
import { documents, snippetsOf, sources } from './snippets';

const pages = documents.flatMap((file) => snippetsOf(file));
const examples = sources.flatMap((file) => snippetsOf(file));

describe('the documentation', () => {
  it('has only code that compiles', () => {
    const code = [...pages, ...examples].filter(({ language }) => language === 'ts');
    expect(code.length).toBeGreaterThan(30);
    expect(compile(code)).toEqual([]);
  });

  it('marks code with its language', () => {
    const unmarked = examples.filter(({ language }) => !['ts', 'sh', 'yaml'].includes(language));
    expect(unmarked.map(({ file, line }) => `${file}:${line}`)).toEqual([]);
  });

  it('shows YAML as it is emitted', () => {
    const shown = pages.filter(({ above }) => above.startsWith('<!-- from '));
    expect(shown.length).toBeGreaterThan(0);
    for (const { above, code } of shown) {
      const emitted = readFileSync(/from (\S+)/.exec(above)?.[1] ?? '', 'utf8');
      for (const part of code.split(/^# …\n/m)) expect(emitted).toContain(part);
    }
  });

  it('shows the hello example as it is', () => {
    const [first] = snippetsOf('README.md').filter(({ language }) => language === 'ts');
    const words = (code: string) => code.replace(/,(?=\s*[}\])])/g, '').split(/\s+/);
    expect(words(first?.code ?? '')).toEqual(words(readFileSync('examples/hello/main.ts', 'utf8')));
  });

  it('links to files that exist', () => {
    const broken = documents.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !existsSync(join(dirname(file), target)))
        .map((target) => `${file}: ${target}`),
    );
    expect(broken).toEqual([]);
  });
});
