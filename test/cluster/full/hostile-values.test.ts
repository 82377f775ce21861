import { describe, expect, it } from 'vitest';
import { argo, fmt, Image, pipeline, task, text, WorkflowTemplate } from '../../../src/index';
import { install } from '../cluster';
import { podsOf, seenBy } from '../reading';

const image = Image.tagged('ghcr.io/acme/train:1.4.2');
const use = task('use', {
  image,
  inputs: { x: text() },
  command: ({ inputs }) => ['use', inputs.x, fmt`--x=${inputs.x}`],
  env: ({ inputs }) => ({ X: inputs.x, Y: fmt`$${inputs.x} post` }),
});
const direct = pipeline('direct', { x: text() }, (p, { x }) => {
  p.step(use, { x });
});
const nested = pipeline('nested', { x: text() }, (p, { x }) => {
  p.step(direct, { x: fmt`${x}` });
  p.finally((p) => {
    p.step(use, { x }, { name: 'last' });
  });
});
const cluster = install((chart) => {
  new WorkflowTemplate(chart, 'direct', { pipeline: direct, engine: argo('4.0') });
  new WorkflowTemplate(chart, 'nested', { pipeline: nested, engine: argo('4.0') });
});

const unchanged: Readonly<Record<string, string>> = {
  'spaces around': '  a  b  ',
  quotes: `a'b"c\`d`,
  'line ends': 'a\nb\r\n\tc\n',
  backslashes: 'a\\b\\n\\u0041\\',
  'one dollar': '$',
  'what shells expand': '$HOME ${HOME} $((1+1)) `id` $(id)',
  'what the kubelet expands': '$(HOME) $$(HOME) $$$ $(X) $(',
  'single braces': '{ } }} {a} }',
  'the end of a tag': "'}} + {",
  json: '{"a":[1,{"b":"c"}]}',
  yaml: '- a: !!x &y *z # no\n---\n',
  html: '<b>&amp;</b>',
  percent: '%s %d %%',
  'letters of many languages': 'é漢😀\u2028\u00a0\ufeff',
  'an escaped tag': '\\u007b\\u007b= 1 \\u007d\\u007d',
  'a number': '007',
  'a boolean': 'true',
  null: 'null',
  nothing: '',
  '64 KB': 'x'.repeat(65_536),
  '64 KB of dollars': '$'.repeat(65_536),
};

describe.for([
  ['direct', ['direct.use']],
  ['nested', ['nested.direct.use', 'onExit.finally.last']],
] as const)('a value that a run of %s is started with', ([name, paths]) => {
  it.for(Object.entries(unchanged))('arrives unchanged in env and argv: %s', async ([, x]) => {
    const run = await cluster.run(name, { arguments: { x } });
    expect(run.phase).toBe('Succeeded');
    for (const path of paths)
      expect(seenBy(run, path)).toEqual([{ argv: ['use', x, `--x=${x}`], env: { X: x, Y: `$${x} post` } }]);
  });

  it.for(['{{', 'a {{ b', '{{item}}', '{{steps.x.outputs.result}}', '{{= nothing }}', '{{=nil}}'])(
    'is refused, and nothing runs: %s',
    async (x) => {
      const run = await cluster.run(name, { arguments: { x } });
      expect(podsOf(run)).toEqual([]);
      expect(['Failed', 'Error']).toContain(run.phase);
      expect(run.message).toContain('inputs.parameters.x');
    },
  );

  it.for(['\u0000', 'a\u0001b', '\u001b[31m'])('with control characters is refused with a reason', async (x) => {
    const run = await cluster.run(name, { arguments: { x } });
    expect(podsOf(run)).toEqual([]);
    expect(run.phase).toBe('Failed');
    expect(run.message).toContain('invalid');
  });
});

describe('a tag that Argo can resolve at the level of the run', () => {
  it.for([
    ['{{= 1 + 1 }}', '2'],
    ['{{workflow.namespace}}', cluster.namespace],
  ] as const)('is resolved before any template can look at it: %s', async ([x, resolved]) => {
    const run = await cluster.run('direct', { arguments: { x } });
    expect(seenBy(run, 'direct.use')).toMatchObject([{ env: { X: resolved } }]);
  });
});
