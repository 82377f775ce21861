import { describe, expect, it } from 'vitest';
import {
  argo,
  boolean,
  field,
  Image,
  list,
  number,
  pipeline,
  record,
  task,
  text,
  WorkflowTemplate,
} from '../../../src/index';
import { install } from '../cluster';
import { exits, nodeLost, type Outcome, silent, succeeds } from '../kubelet/outcome';
import { podsOf, seenBy } from '../reading';
import { titled } from '../titled';

const image = Image.tagged('ghcr.io/acme/train:1.4.2');
const member = record({ name: text(), lr: number() });
const propose = task('propose', { image, outputs: { members: list(member) }, command: ['propose'] });
const score = task('score', {
  image,
  inputs: { name: text(), lr: number() },
  outputs: { score: number(), label: text(), good: boolean() },
  command: ({ inputs }) => ['score', inputs.name, inputs.lr],
});
const compare = task('compare', {
  image,
  inputs: { scores: list(number()), labels: list(text()), good: list(boolean()) },
  command: ['compare'],
  env: ({ inputs }) => ({ SCORES: inputs.scores, LABELS: inputs.labels, GOOD: inputs.good }),
});
const rank = task('rank', {
  image,
  inputs: { members: list(record({ key: text(), score: number(), label: text(), good: boolean() })) },
  command: ['rank'],
  env: ({ inputs }) => ({ MEMBERS: inputs.members }),
});
const tournament = pipeline('tournament', {}, (p) => {
  const proposed = p.step(propose, {});
  const scored = p.forEach(
    proposed.outputs.members,
    (p, item) => p.step(score, { name: field(item, 'name'), lr: field(item, 'lr') }),
    { key: 'name' },
  );
  p.step(compare, { scores: scored.outputs.score, labels: scored.outputs.label, good: scored.outputs.good });
  p.step(rank, { members: scored.members });
});
const cluster = install((chart) => {
  new WorkflowTemplate(chart, 'tournament', { pipeline: tournament, engine: argo('4.0') });
});
const two = '[{"name":"gru","lr":0.1},{"name":"lstm","lr":2}]';
const run = (members: string, outcome: Outcome | readonly Outcome[]) =>
  cluster.run('tournament', { scenario: { propose: succeeds({ members }), score: outcome } });
const good = succeeds({ score: '0.5', label: '12', good: 'true' });
/** Items run in any order, so each is played by its own path. */
const each = (first: Outcome, second: Outcome) =>
  cluster.run('tournament', {
    scenario: {
      propose: succeeds({ members: two }),
      'each-score.each(0:lr:0.1,name:gru).score': first,
      'each-score.each(1:lr:2,name:lstm).score': second,
    },
  });

describe('a forEach', () => {
  it('runs its block for each item, and gathers outputs in their types and in order', async () => {
    const ran = await each(good, succeeds({ score: '1e2', label: 'x', good: 'false' }));
    expect(seenBy(ran, 'each-score.each(0:lr:0.1,name:gru).score')).toMatchObject([{ argv: ['score', 'gru', '0.1'] }]);
    expect(seenBy(ran, 'each-score.each(1:lr:2,name:lstm).score')).toMatchObject([{ argv: ['score', 'lstm', '2'] }]);
    expect(seenBy(ran, 'compare')).toMatchObject([
      { env: { SCORES: '[0.5,100]', LABELS: '["12","x"]', GOOD: '[true,false]' } },
    ]);
    expect(JSON.parse(seenBy(ran, 'rank')[0]?.env.MEMBERS ?? '')).toEqual([
      { key: 'gru', score: 0.5, label: '12', good: true },
      { key: 'lstm', score: 100, label: 'x', good: false },
    ]);
    expect(ran.phase).toBe('Succeeded');
  });

  it('over nothing hands on empty lists', async () => {
    const ran = await run('[]', good);
    expect(podsOf(ran).toSorted()).toEqual(['compare', 'propose', 'rank']);
    expect(seenBy(ran, 'compare')).toMatchObject([{ env: { SCORES: '[]', LABELS: '[]', GOOD: '[]' } }]);
    expect(seenBy(ran, 'rank')).toMatchObject([{ env: { MEMBERS: '[]' } }]);
    expect(ran.phase).toBe('Succeeded');
  });

  it.for([
    ['fails', exits(1), 'Failed'],
    ['is lost with its node', nodeLost, 'Failed'],
    ['leaves no outputs', silent, 'Error'],
    ['leaves a number that is none', succeeds({ score: 'NaN', label: 'x', good: 'true' }), 'Error'],
    ['leaves a number beyond all bounds', succeeds({ score: '1e400', label: 'x', good: 'true' }), 'Error'],
    ['leaves a text that does not fit', succeeds({ score: '1', label: '{{= 1 }}', good: 'true' }), 'Error'],
    ['leaves a boolean that is none', succeeds({ score: '1', label: 'x', good: 'yes' }), 'Error'],
  ] as const)('ends red when one of its items %s', async ([, outcome, phase]) => {
    const ended = await each(good, outcome);
    expect(podsOf(ended)).not.toContain('compare');
    expect(podsOf(ended)).not.toContain('rank');
    expect(ended.phase).toBe(phase);
  });

  it.for([
    'nonsense',
    '',
    'null',
    '{"name":"a","lr":1}',
    '[null]',
    '[1]',
    '["x"]',
    '[{"name":"a"}]',
    '[{"name":"a","lr":"1"}]',
    '[{"name":1,"lr":1}]',
    '[{"name":"{{= 1 }}","lr":1}]',
    '[{"name":"a b","lr":1}]',
    '[{"name":"a","lr":1},{}]',
  ])('ends red over %s, and no item runs', async (members) => {
    const ended = await run(members, good);
    expect(podsOf(ended)).toEqual(['propose']);
    expect(ended.phase).toBe('Error');
  });
});

describe('a forEach over texts', () => {
  const take = task('take', { image, inputs: { name: text() }, command: ({ inputs }) => ['take', inputs.name] });
  const names = task('names', { image, outputs: { names: list(text({ pattern: /[^{}]*/ })) }, command: ['names'] });
  const texts = install((chart) => {
    const unit = pipeline('texts', {}, (p) => {
      p.forEach(p.step(names, {}).outputs.names, (p, item) => p.step(take, { name: item }));
    });
    new WorkflowTemplate(chart, 'texts', { pipeline: unit, engine: argo('4.0') });
  });

  it.for(
    titled([
      `it's "so"`,
      'a\nb\t\\',
      '$(HOME) $$ $x',
      'é漢😀',
      '12',
      'true',
      'null',
      '[1]',
      '',
      ' ',
      'a,b:c(d)',
      'x'.repeat(3000),
    ]),
  )('hands on %s unchanged', async ([, name]) => {
    const ran = await texts.run('texts', { scenario: { names: succeeds({ names: JSON.stringify([name]) }) } });
    expect(ran.phase).toBe('Succeeded');
    const [pod] = ran.pods.filter(({ metadata }) => metadata.name.includes('-take-'));
    expect(pod).toBeDefined();
    const path = podsOf(ran)[1] ?? '';
    expect(seenBy(ran, path)).toMatchObject([{ argv: ['take', name] }]);
  });
});
