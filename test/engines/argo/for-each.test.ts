import { describe, expect, it } from 'vitest';
import { field, fmt, list, number, pipeline, record, task, text } from '../../../src/index';
import { emitted } from './emitted';
import { image, notify, train } from './units';

const score = task('score', {
  image,
  inputs: { name: text(), rate: number() },
  outputs: { value: number(), good: text({ pattern: /true|false/ }) },
  command: ({ inputs }) => ['score', inputs.name, inputs.rate],
});
const pick = task('pick', {
  image,
  inputs: { scores: list(record({ key: text(), value: number(), good: text() })) },
  command: ['pick'],
  env: ({ inputs }) => ({ SCORES: inputs.scores }),
});
const split = task('split', { image, outputs: { folds: list(text()) }, command: ['split'] });

const models = [
  { name: 'gru', rate: 0.1 },
  { name: 'lstm', rate: 0.2 },
];

const search = pipeline('search', {}, (p) => {
  const scored = p.forEach(
    models,
    (p, model) => p.step(score, { name: field(model, 'name'), rate: field(model, 'rate') }),
    {
      key: 'name',
      parallelism: 2,
    },
  );
  p.step(pick, { scores: scored.members });
});

describe('a loop', () => {
  const { template, node } = emitted(search);

  it('is a template of its own, given the list as JSON', () => {
    expect(node('search', 'each-score')).toEqual({
      name: 'each-score',
      template: 'search-each-score',
      arguments: { parameters: [{ name: 'items', value: JSON.stringify(models) }] },
    });
  });

  it('runs its block for each item, so many at a time as said', () => {
    const { inputs, parallelism, steps } = template('search-each-score');
    expect({ inputs, parallelism, steps }).toEqual({
      inputs: { parameters: [{ name: 'items' }] },
      parallelism: 2,
      steps: [
        [
          {
            name: 'each',
            template: 'search-each-score-block',
            withParam: '{{inputs.parameters.items}}',
            arguments: { parameters: [{ name: 'item', value: '{{item}}' }] },
          },
        ],
      ],
    });
  });

  it('gathers texts as they are and gives numbers their type back; without items there is an empty list', () => {
    const [value, good] = template('search-each-score').outputs?.parameters ?? [];
    expect(good).toEqual({
      name: 'good',
      valueFrom: { expression: "steps.each?.status == 'Skipped' ? '[]' : steps.each?.outputs?.parameters?.good" },
    });
    expect(value?.valueFrom?.expression).toMatch(
      /^steps\.each\?\.status == 'Skipped' \? '\[\]' : toJson\(map\(fromJSON/,
    );
  });

  it('joins what belongs together by the key, only where it is used', () => {
    const value = node('search', 'pick').arguments?.parameters?.[0]?.value ?? '';
    expect(value).toContain("'key': fromJSON(");
    expect(value).toContain("['name'], 'value': fromJSON(tasks['each-score'].outputs.parameters.value)[#]");
    const names = template('search-each-score').outputs?.parameters?.map(({ name }) => name);
    expect(names).toEqual(['value', 'good']);
  });

  it('goes over what a pod wrote only after every item was looked at', () => {
    const it = pipeline('it', {}, (p) => {
      const { outputs } = p.step(split);
      p.forEach(outputs.folds, (p, fold) => p.step(notify, { message: fold }));
    });
    const { node } = emitted(it);
    expect(node('it', 'each-notify').depends).toBe('split.Succeeded');
    expect(node('it', 'each-notify').arguments?.parameters?.[0]?.value).toMatch(
      /^\{\{= not \(tasks\.split\.outputs\.parameters\.folds contains '.*all\(fromJSON\(.*# matches '\^\[A-Za-z0-9.*: nil \}\}$/,
    );
  });

  it('goes over values that are known only when it runs', () => {
    const it = pipeline('it', {}, (p) => {
      const { outputs } = p.step(train);
      p.forEach([outputs.modelVersion, '1'], (p, kind) => p.step(notify, { message: kind }));
    });
    const { node } = emitted(it);
    expect(node('it', 'each-notify').depends).toBe('train.Succeeded');
    expect(node('it', 'each-notify').arguments?.parameters?.[0]?.value).toContain(
      "? toJson([tasks.train.outputs.parameters['model-version'], '1']) : nil",
    );
  });

  it('inside another one does not take its item for its own', () => {
    const it = pipeline('it', { items: text(), item: text() }, (p, { items, item }) => {
      p.forEach(['a', 'b'], (p, outer) => {
        p.forEach(['c'], (p, inner) => p.step(notify, { message: fmt`${outer}/${inner}/${items}/${item}` }));
      });
    });
    const { template, node } = emitted(it);
    const inner = 'it-each-each-notify-block-each-notify-block';
    expect(template(inner).inputs?.parameters?.map(({ name }) => name)).toEqual([
      'item-2',
      'items-2',
      'item-3',
      'item',
    ]);
    expect(node(inner, 'notify').arguments?.parameters?.[0]?.value).toBe(
      '{{inputs.parameters.item-2}}/{{inputs.parameters.item}}/{{inputs.parameters.items-2}}/{{inputs.parameters.item-3}}',
    );
    for (const { name, inputs } of emitted(it).spec().templates ?? []) {
      const names = inputs?.parameters?.map((parameter) => parameter.name) ?? [];
      expect(new Set(names).size, name).toBe(names.length);
    }
  });

  it('is refused if its block has no steps', () => {
    const it = pipeline('it', {}, (p) => {
      p.step(train);
      p.forEach(['a'], (_, item) => ({ item }));
    });
    expect(() => emitted(it)).toThrow(/MLP1119/);
  });
});
