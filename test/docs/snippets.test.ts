import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as api from 'cdk8s-mlops';
import * as argo from 'cdk8s-mlops/argo';
import * as events from 'cdk8s-mlops/events';
import * as kserve from 'cdk8s-mlops/kserve';
import * as simulate from 'cdk8s-mlops/simulate';
import * as tekton from 'cdk8s-mlops/tekton';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile, type Diagnostic } from '../types/compiler';
import { type Around, runIn } from './around';
import { commented, placeOf, root, shown } from './documents';
import { blocksOfComments, blocksOfMarkdown, type FencedBlock } from './fenced-blocks';

const all = [...commented, ...shown].filter(({ language }) => language === 'ts');
const checked = all.filter(({ info }) => !info.startsWith('no-check'));
/** A program imports what it uses; a snippet takes it for granted. */
const isProgram = ({ lines }: FencedBlock): boolean => lines.some((line) => line.startsWith('import '));
const nameOf = (i: number): string => `block-${i}.ts`;

const head = [
  `import { ${Object.keys(api).join(', ')} } from 'cdk8s-mlops';`,
  `import { ${Object.keys(argo)
    .filter((name) => !(name in api))
    .join(', ')} } from 'cdk8s-mlops/argo';`,
  `import { ${Object.keys(events).join(', ')} } from 'cdk8s-mlops/events';`,
  `import { ${Object.keys(kserve).join(', ')} } from 'cdk8s-mlops/kserve';`,
  `import { ${Object.keys(simulate).join(', ')} } from 'cdk8s-mlops/simulate';`,
  `import { ${Object.keys(tekton)
    .filter((name) => !(name in api))
    .join(', ')} } from 'cdk8s-mlops/tekton';`,
  `import { ApiObject, App, Chart, Duration } from 'cdk8s';`,
  `import type { Around } from '../../test/docs/around';`,
  `export function run({ ${namesAround().join(', ')} }: Around): void {`,
  '{',
].map((line) => `${line} `);

function namesAround(): readonly string[] {
  let names: readonly string[] = [];
  runIn((around) => {
    names = Object.keys(around);
  });
  return names;
}

/** The module that a block becomes: a program as it is, a snippet as a function. */
const moduleOf = (block: FencedBlock): string =>
  isProgram(block) ? block.lines.join('\n') : [...head, ...block.lines, '}', '}', ''].join('\n');

describe('every snippet of a document or a doc comment', () => {
  let diagnostics: readonly Diagnostic[] = [];
  let folder = '';
  beforeAll(() => {
    const files = Object.fromEntries(checked.map((block, i) => [nameOf(i), moduleOf(block)]));
    diagnostics = compile(files).diagnostics;
    mkdirSync(join(root, 'temp'), { recursive: true });
    folder = mkdtempSync(join(root, 'temp', 'snippets-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    copyFileSync(join(root, 'examples', 'gourmetgram', 'food.jpg'), join(folder, 'food.jpg'));
    process.env.CDK8S_OUTDIR = join(folder, 'out');
    // Compiling all of them takes seconds, on a busy machine many.
  }, 120_000);
  afterAll(() => {
    delete process.env.CDK8S_OUTDIR;
    rmSync(folder, { recursive: true, force: true });
  });

  it('is checked, or says why not', () => {
    const silent = all.filter(({ info }) => info !== '' && !/^no-check \S+/.test(info));
    expect(silent.map(placeOf)).toEqual([]);
    expect(checked.length).toBeGreaterThan(30);
  });

  it.each(checked.map((block, i) => ({ place: placeOf(block), block, name: nameOf(i) })))(
    'compiles: $place',
    ({ block, name }) => {
      const offset = isProgram(block) ? 0 : head.length;
      const said = diagnostics
        .filter(({ file }) => file === name)
        .map(({ line, message }) => `${block.file}:${block.line + line - 1 - offset}: ${message}`);
      expect(said).toEqual([]);
    },
  );

  it.each(checked.map((block, i) => ({ place: placeOf(block), block, name: nameOf(i) })))(
    'runs: $place',
    async ({ block, name }) => {
      const module = (await import(join(folder, name))) as { readonly run?: (around: Around) => void };
      if (isProgram(block)) return;
      expect(module.run).toBeTypeOf('function');
      runIn((around) => module.run?.(around));
    },
  );
});

describe('the search for blocks', () => {
  it('finds them in Markdown with their places and what stands before', () => {
    const text = [
      '# Title',
      '',
      '<!-- from a.yaml -->',
      '',
      '```yaml',
      'a: 1',
      '```',
      '- ',
      '  ```ts no-check a reason',
      '  x',
      '  ```',
    ];
    expect(blocksOfMarkdown('a.md', text.join('\n'))).toEqual([
      { file: 'a.md', line: 6, language: 'yaml', info: '', lines: ['a: 1'], before: '<!-- from a.yaml -->' },
      { file: 'a.md', line: 10, language: 'ts', info: 'no-check a reason', lines: ['x'], before: '-' },
    ]);
  });

  it('finds them in doc comments of any depth', () => {
    const text = [
      'const a = 1;',
      '  /**',
      '   * Text.',
      '   * ```ts',
      '   * const a = {',
      '   *   b: 1,',
      '   * };',
      '   * ```',
      '   */',
    ];
    expect(blocksOfComments('a.ts', text.join('\n'))).toMatchObject([
      { line: 5, language: 'ts', lines: ['const a = {', '  b: 1,', '};'] },
    ]);
  });

  it('refuses a block that nothing closes', () => {
    expect(() => blocksOfMarkdown('a.md', 'x\n```ts\ny')).toThrow('a.md:2 opens a block that nothing closes');
  });
});
