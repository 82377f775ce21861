import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MermaidOptions, mermaid } from '../../src/graph';
import { committed } from '../synthesized';
import { readFlowchart } from './flowchart';
import { documentsIn } from './workflow';

const manifests = (example: string): readonly unknown[] =>
  [...committed(example)].filter(([file]) => file.endsWith('.yaml')).flatMap(([, text]) => documentsIn(text));

const step = { steps: [{ name: 'main', image: 'x', command: ['x'] }] };
const task = (name: string, more: object = {}) => ({ name, taskSpec: step, ...more });
const word = (of: string, ...values: string[]) => ({
  when: [{ input: `$(tasks.${of}.results.verdict)`, operator: 'in', values }],
});
const fails = { taskSpec: { steps: [{ name: 'main', image: 'x', script: 'echo no\nexit 1' }] } };

const object = (kind: string, name: string, spec: object) => ({
  apiVersion: 'tekton.dev/v1',
  kind,
  metadata: { name },
  spec,
});
const drawn = (spec: object, others: readonly object[] = [], options: MermaidOptions = {}) =>
  readFlowchart(mermaid([object('Pipeline', 'p', spec), ...others], { entry: 'p', ...options }));

describe('the picture of an example on Tekton', () => {
  const pictures: readonly [string, string, MermaidOptions][] = [
    ['hello-tekton', 'hello-tekton', {}],
    ['gourmetgram-tekton', 'gourmetgram-tekton', { entry: 'cron-train' }],
  ];
  it.each(pictures)('%s is what was looked at and found right', async (golden, example, options) => {
    const text = mermaid(manifests(example), options);
    expect(() => readFlowchart(text)).not.toThrow();
    await expect(text).toMatchFileSnapshot(`golden/${golden}.mmd`);
  });

  it('is the same in whatever order its documents come', () => {
    const documents = manifests('gourmetgram-tekton');
    const text = mermaid(documents);
    fc.assert(
      fc.property(fc.shuffledSubarray([...documents], { minLength: documents.length }), (shuffled) => {
        expect(mermaid(shuffled)).toBe(text);
      }),
      { numRuns: 5 },
    );
  });
});

describe('a pipeline of Tekton', () => {
  it('is drawn by its order and by who reads whose results, without arrows that others imply', () => {
    const reads = { params: [{ name: 'p', value: '$(tasks.a.results.r)' }] };
    const { arrows } = drawn({ tasks: [task('c', { runAfter: ['b'], ...reads }), task('a'), task('b', reads)] });
    expect(arrows).toEqual(['a --> b', 'b --> c']);
  });

  it('has the words of guards on its arrows, and what ends red beside', () => {
    const { nodes, arrows } = drawn({
      tasks: [
        task('gate'),
        task('go', word('gate', 'pass')),
        { name: 'stop', ...fails, ...word('gate', 'fail') },
        { name: 'wait', ...fails, ...word('gate', 'error', 'inconclusive') },
        task('after', { runAfter: ['go', 'stop', 'wait'] }),
      ],
    });
    expect(nodes).toEqual(expect.arrayContaining(['[go]', '([stop | ends red])', '([wait | ends red])']));
    expect(arrows).toEqual(
      expect.arrayContaining([
        'gate -pass-> go',
        'gate -fail-> stop | ends red',
        'gate -error or inconclusive-> wait | ends red',
      ]),
    );
  });

  it('has the words of guards that stand in the steps of its Tasks, in the names that the pipeline has for them', () => {
    const guarded = object('Task', 'guarded', {
      params: [{ name: 'word' }],
      steps: [
        { name: 'main', image: 'x', when: [{ input: '$(params.word)', operator: 'notin', values: ['no'] }] },
        { name: 'hand-on', image: 'x', command: ['node', '/program/hand-on.mjs'] },
      ],
    });
    const params = [{ name: 'word', value: '$(tasks.a.results.verdict)' }];
    const { arrows } = drawn(
      { tasks: [task('a'), { name: 'b', taskRef: { name: 'guarded' }, params }, task('c', { runAfter: ['b'] })] },
      [guarded],
    );
    expect(arrows).toEqual(['a -not no-> b', 'b --> c', 'a -no-> c']);
  });

  it('shows loops, people who are waited for, and what is not among the files', () => {
    const { nodes } = drawn({
      tasks: [
        task('each', { matrix: { params: [{ name: 'p', value: ['x', 'y'] }] } }),
        task('all', { matrix: { params: [{ name: 'p', value: '$(tasks.each.results.r[*])' }] } }),
        {
          name: 'ask',
          taskRef: { apiVersion: 'openshift-pipelines.org/v1alpha1', kind: 'ApprovalTask', name: 'ask' },
        },
        { name: 'other', taskRef: { apiVersion: 'example.dev/v1', kind: 'Wait', name: 'w' } },
        { name: 'gone', taskRef: { name: 'somewhere' } },
        { name: 'far', taskRef: { resolver: 'git' } },
      ],
    });
    expect(nodes).toEqual([
      '[each | for each of 2 items]',
      '[all | for each item]',
      '{{ask | waits for a person}}',
      '[[other | Wait]]',
      '[[gone | somewhere]]',
      '[[far | git]]',
    ]);
  });

  it('says of a task that may fail that what comes next does so always', () => {
    const { arrows } = drawn({ tasks: [task('a', { onError: 'continue' }), task('b', { runAfter: ['a'] })] });
    expect(arrows).toEqual(['a -always-> b']);
  });

  it('has its last tasks in a box of their own, with what they ask for', () => {
    const when = [{ input: '$(tasks.status)', operator: 'in', values: ['Failed'] }];
    const { boxes, nodes, arrows } = drawn({ tasks: [task('a')], finally: [task('tidy'), task('tell', { when })] });
    expect(boxes).toHaveLength(1);
    expect(boxes[0]).toMatch(/^at the end, whatever happened: .*tidy.*tell/);
    expect(nodes).toContain('{tasks status}');
    expect(arrows).toEqual(['tasks status -failed-> tell']);
  });

  it('opens pipelines in it as deep as was asked', () => {
    const inner = object('Pipeline', 'inner', { tasks: [task('b'), task('c', { runAfter: ['b'] })] });
    const spec = { tasks: [task('a'), { name: 'deep', pipelineRef: { name: 'inner' }, runAfter: ['a'] }] };
    expect(drawn(spec, [inner]).boxes).toEqual(['deep: b, c']);
    expect(drawn(spec, [inner]).arrows).toEqual(['a --> b', 'b --> c']);
    expect(drawn(spec, [inner], { depth: 0 }).nodes).toEqual(['[a]', '[[deep]]']);
  });

  it('is drawn once where a run and a CronJob start it', () => {
    const run = object('PipelineRun', 'now', { pipelineRef: { name: 'p' } });
    const embedded = JSON.stringify({ kind: 'PipelineRun', spec: { pipelineRef: { name: 'p' } } });
    const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'start' }, data: { 'run.json': embedded } };
    const cron = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'nightly' },
      spec: {
        schedule: '0 2 * * *',
        timeZone: 'Etc/UTC',
        jobTemplate: { spec: { template: { spec: { volumes: [{ name: 'run', configMap: { name: 'start' } }] } } } },
      },
    };
    const text = mermaid([object('Pipeline', 'p', { tasks: [task('a')] }), run, config, cron]);
    const { nodes, boxes } = readFlowchart(text);
    expect(boxes).toEqual([expect.stringMatching(/^nightly: /), expect.stringMatching(/^now: a/)]);
    expect(nodes).toEqual(['[/0 2 * * * | Etc/UTC/]', '[a]', '[a]']);
    expect(() => mermaid([object('Pipeline', 'p', {})], { entry: 'q' })).toThrow(/MLP5101.*'q'/);
  });

  it.each([
    ['nothing in it', {}],
    ['lists of nothing', { tasks: [null, 5, 'x', {}], finally: [null] }],
    ['maps where lists belong', { tasks: { a: {} }, finally: 'x' }],
    ['tasks in a circle', { tasks: [task('a', { runAfter: ['b'] }), task('b', { runAfter: ['a'] })] }],
    ['itself in it', { tasks: [{ name: 'again', pipelineRef: { name: 'p' } }] }],
    [
      'guards of nothing',
      { tasks: [task('a', { when: [null, 5, {}, { input: '$(tasks.z.results.r)' }, { cel: 'x' }] })] },
    ],
  ])('is drawn with %s', (_, spec) => {
    expect(() => drawn(spec)).not.toThrow();
  });

  const corpus = join(__dirname, '../../../shared/corpus/tekton-examples');
  const isThere = existsSync(corpus);
  if (!isThere) process.stderr.write('../shared/corpus is absent: no published pipelines were drawn\n');

  it.skipIf(!isThere)('that was published is one that Mermaid reads', () => {
    const files = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
    const texts = files.map((file) => readFileSync(join(corpus, file), 'utf8'));
    const drawable = texts.filter((text) => /^kind: Pipeline(?:Run)?$/m.test(text));
    expect(drawable.length).toBeGreaterThan(40);
    const empty = drawable.filter((text) => readFlowchart(mermaid(documentsIn(text))).nodes.length === 0);
    expect(empty.length).toBeLessThan(3);
  });
});
