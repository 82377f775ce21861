import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MermaidOptions, mermaid } from '../../src/graph';
import { committed } from '../synthesized';
import { readFlowchart } from './flowchart';
import { documentsIn, drawn, workflow } from './workflow';

const manifests = (example: string): readonly unknown[] =>
  [...committed(example)].filter(([file]) => file.endsWith('.yaml')).flatMap(([, text]) => documentsIn(text));

describe('the picture of an example', () => {
  const pictures: readonly [string, string, MermaidOptions][] = [
    ['hello', 'hello', {}],
    ['gourmetgram', 'gourmetgram', { entry: 'cron-train' }],
    ['gourmetgram-coarse', 'gourmetgram', { entry: 'cron-train', depth: 0 }],
    ['promote-or-revert', 'gourmetgram', { entry: 'promote-or-revert' }],
  ];
  it.each(pictures)('%s is what was looked at and found right', async (golden, example, options) => {
    const text = mermaid(manifests(example), options);
    expect(() => readFlowchart(text)).not.toThrow();
    await expect(text).toMatchFileSnapshot(`golden/${golden}.mmd`);
  });
});

describe('every picture', () => {
  const corpus = join(__dirname, '../../../shared/corpus');
  const isThere = existsSync(corpus);
  if (!isThere) process.stderr.write('../shared/corpus is absent: no published examples were drawn\n');
  const folders = isThere ? ['argo-examples', 'argo-validate-fixtures'].map((name) => join(corpus, name)) : [];

  it('of a published example is one that Mermaid reads', () => {
    const files = folders.flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    );
    const texts = files.filter((file) => file.endsWith('.yaml')).map((file) => readFileSync(file, 'utf8'));
    const drawable = texts.filter((text) => /^kind: ["']?(?:Cron|Cluster)?Workflow(?:Template)?\b/m.test(text));
    if (isThere) expect(drawable.length).toBeGreaterThan(150);
    const empty = drawable.filter((text) => drawn(text).nodes.length === 0);
    expect(empty.length).toBeLessThan(10);
  });

  it('is the same in whatever order the documents come', () => {
    const documents = manifests('gourmetgram');
    const text = mermaid(documents);
    fc.assert(
      fc.property(fc.shuffledSubarray([...documents], { minLength: documents.length }), (shuffled) => {
        expect(mermaid(shuffled)).toBe(text);
      }),
      { numRuns: 20 },
    );
  });

  it('shows a name as it is, whatever Mermaid, HTML or Markdown would make of it', () => {
    const sly = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
      fc.constantFrom(
        'end',
        'graph',
        'a"]; click b "javascript:x"',
        '%%{init: {}}%%',
        '%% x',
        '<b>x</b>',
        '`*x*`',
        '#quot;',
      ),
      fc.constantFrom(
        'style x fill:#f00;',
        'classDef a:b#c;',
        'subgraph',
        '"',
        '#',
        '\\',
        '--> x',
        '|',
        '\u202e',
        'x:::red',
        '1. x',
        '- x',
        '*x*',
      ),
    );
    fc.assert(
      fc.property(sly, (name) => {
        const document = {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'Workflow',
          metadata: { name },
          spec: {
            entrypoint: 'main',
            templates: [
              {
                name: 'main',
                steps: [[{ name, template: 'a', when: `{{item}} > ${name}` }], [{ name: 'b', template: 'a' }]],
              },
            ],
          },
        };
        const [, shown] = readFlowchart(mermaid([document])).nodes;
        const plain = name.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
        expect(shown).toContain(plain === '' ? '?' : [...plain].slice(0, 79).join(''));
      }),
    );
  });

  it.each([
    ['no list at all', {}],
    ['lists of nothing', { templates: [null, 5, 'x', { name: 'main', steps: [null, 5, [null], 'x'] }] }],
    ['maps where lists belong', { entrypoint: ['a'], templates: { main: {} }, onExit: {}, hooks: [] }],
    [
      'a DAG in a circle',
      {
        templates: [
          {
            name: 'main',
            dag: {
              tasks: [
                { name: 'a', depends: 'b' },
                { name: 'b', depends: 'a' },
              ],
            },
          },
        ],
      },
    ],
  ])('of a damaged workflow, %s, is still one', (_, spec) => {
    const document = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', metadata: {}, spec };
    expect(() => readFlowchart(mermaid([document]))).not.toThrow();
  });

  it('ends, however often templates call each other', () => {
    const twice = (at: number): string =>
      `- name: t${at}\n  steps: [[{ name: a, template: t${at + 1} }, { name: b, template: t${at + 1} }]]`;
    const wide = Array.from({ length: 40 }, (_, at) => twice(at)).join('\n');
    expect(drawn(workflow(wide)).nodes.length).toBeLessThan(2_000);
    const deep = Array.from(
      { length: 3_000 },
      (_, at) => `- name: t${at}\n  steps: [[{ name: a, template: t${at + 1} }]]`,
    );
    expect(drawn(workflow(deep.join('\n'))).nodes).toEqual(['[[a]]']);
  });
});

it('draws a thick web of tasks in no time', () => {
  const after = (at: number): string => Array.from({ length: at }, (_, before) => `t${before}`).join(' && ');
  const tasks = Array.from({ length: 200 }, (_, at) => `{ name: t${at}, template: t, depends: "${after(at)}" }`);
  const started = performance.now();
  expect(drawn(workflow(`- name: main\n  dag: { tasks: [${tasks.join(', ')}] }`)).arrows).toHaveLength(199);
  expect(performance.now() - started).toBeLessThan(10_000);
});

describe('what is drawn', () => {
  const a = workflow('- name: main\n  steps: [[{ name: a, template: a }]]', { name: 'first' });
  const b = workflow('- name: main\n  steps: [[{ name: b, template: b }]]', { name: 'second' });
  const cron =
    'apiVersion: argoproj.io/v1alpha1\nkind: CronWorkflow\nmetadata: { name: first }\nspec: { schedule: 0 2 * * *, workflowSpec: { workflowTemplateRef: { name: first } } }\n---\n';

  it('is everything that nothing else refers to, each in its box', () => {
    expect(drawn(cron + a + b)).toEqual({
      nodes: ['[/0 2 * * */]', '[a]', '[b]'],
      arrows: ['0 2 * * * --> a'],
      boxes: ['first: 0 2 * * *, a', 'second: b'],
    });
  });

  it.each([
    ['second', ['[b]']],
    ['first', ['[/0 2 * * */]', '[a]']],
    ['workflowtemplate/first', ['[a]']],
  ])('is %s alone where that is asked for', (entry, nodes) => {
    expect(drawn(cron + a + b, { entry })).toMatchObject({ nodes, boxes: [] });
  });

  it('says who is meant where a name is not there, or several have it', () => {
    const away = (namespace: string): string => a.replace('name: first }', `name: first, namespace: ${namespace} }`);
    expect(() => drawn(a + b, { entry: 'frist' })).toThrow(/MLP5101: .*'frist'[\s\S]*did you mean 'first'\?/);
    expect(() => drawn(a + b, { entry: 'zzzzzz' })).toThrow(/one of first, second/);
    expect(() => drawn(away('x') + away('z'), { entry: 'first' })).toThrow(
      /several are called 'first'[\s\S]*x\/first, z\/first/,
    );
    expect(() => drawn(a + a, { entry: 'first' })).toThrow(/fix: read only the file/);
    expect(drawn(away('x') + away('z'), { entry: 'z/first' }).nodes).toEqual(['[a]']);
  });

  it('says so where there is nothing', () => {
    expect(() => mermaid([])).toThrow(/MLP5102/);
    expect(() => mermaid([null, 5, { kind: 'Workflow' }])).toThrow(/MLP5102/);
  });

  it.each([
    [{ depth: -1 }, 'MLP1001'],
    [{ depth: Number.NaN }, 'MLP1001'],
    [{ entri: 'x' }, "did you mean 'entry'"],
  ])('refuses the options %j', (options, message) => {
    expect(() => mermaid(documentsIn(a), options as MermaidOptions)).toThrow(message);
  });
});
