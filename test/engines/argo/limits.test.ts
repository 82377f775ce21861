import { describe, expect, it } from 'vitest';
import { argo, fmt, oneOf, pipeline, task, text, WorkflowTemplate } from '../../../src/index';
import { emitted, emittedBy } from './emitted';
import { image, notify, train } from './units';

describe('a name', () => {
  it('of a pipeline leaves room for what Argo appends for a run', () => {
    const named = (length: number) => pipeline('p'.repeat(length), {}, (p) => void p.step(train));
    expect(emitted(named(57)).one('WorkflowTemplate').metadata.name).toHaveLength(57);
    expect(() => emitted(named(58))).toThrow(
      /MLP2002: WorkflowTemplate 'p{58}' has a name of 58 characters\n {2}expected: at most 57.*\n {2}fix: shorten it, for example to 'p{57}'/,
    );
  });

  it('of a template stays within 128 characters, however deep it is inside others, and is the same every time', () => {
    const long = (prefix: string) => prefix.repeat(50);
    const pick = task('pick', { image, outputs: { size: oneOf(['small', 'large']) }, command: ['p'] });
    const deep = () =>
      pipeline(long('a'), {}, (p) => {
        const { outputs } = p.step(pick);
        p.forEach(
          ['1', '2'],
          (p) => {
            p.match(
              outputs.size,
              {
                small: (p) => {
                  p.step(notify, { message: 'a' }, { name: 'one' });
                  p.step(notify, { message: 'a' }, { name: 'two' });
                },
                large: (p) => {
                  p.step(notify, { message: 'a' }, { name: 'one' });
                  p.step(notify, { message: 'a' }, { name: 'two' });
                },
              },
              { name: long('c') },
            );
          },
          { name: long('b') },
        );
      });
    const names = (emitted(deep()).spec().templates ?? []).map(({ name }) => name ?? '');
    expect(Math.max(...names.map((name) => name.length))).toBe(128);
    expect(new Set(names).size).toBe(names.length);
    expect((emitted(deep()).spec().templates ?? []).map(({ name }) => name)).toEqual(names);
    const called = (emitted(deep()).spec().templates ?? []).flatMap(({ dag, steps }) =>
      [...(dag?.tasks ?? []), ...(steps ?? []).flat()].flatMap(({ template }) => template ?? []),
    );
    for (const name of called) expect(names).toContain(name);
  });

  it('stands for one thing in a pipeline', () => {
    const other = task('train', { image, command: ['other'] });
    const it = pipeline('it', {}, (p) => {
      p.step(train);
      p.step(other, {}, { name: 'again' });
    });
    expect(() => emitted(it)).toThrow(/MLP1121: two different things are called 'train'/);
  });

  it.each(['main', 'it'])('%s of a task is taken already', (name) => {
    const it = pipeline('it', { a: text() }, (p, { a }) => {
      p.step(task(name, { image, inputs: { a: text() }, command: ['a'] }), { a });
    });
    expect(() => emitted(it)).toThrow(/MLP1121/);
  });
});

describe('text that Argo would evaluate', () => {
  it.each([
    ['an argument', () => pipeline('it', {}, (p) => void p.step(notify, { message: 'a {{workflow.name}}' }))],
    ['a command', () => pipeline('it', {}, (p) => void p.step(task('a', { image, command: ['a', '{{=1}}'] })))],
    [
      'a variable',
      () => pipeline('it', {}, (p) => void p.step(task('a', { image, command: ['a'], env: { A: '{{=1}}' } }))),
    ],
    [
      'a default',
      () => pipeline('it', { a: text({ default: '{{=1}}' }) }, (p, { a }) => void p.step(notify, { message: a })),
    ],
    [
      'a description',
      () => pipeline('it', { a: text({ doc: '{{=1}}' }) }, (p, { a }) => void p.step(notify, { message: a })),
    ],
    [
      'a text with values',
      () => pipeline('it', { a: text() }, (p, { a }) => void p.step(notify, { message: fmt`{{${a}}}` })),
    ],
    [
      'an item',
      () => pipeline('it', {}, (p) => void p.forEach(['{{=1}}'], (p, item) => p.step(notify, { message: item }))),
    ],
  ])('is refused as %s', (_, definition) => {
    expect(() => emitted(definition())).toThrow(/MLP2001: Argo would evaluate '.*\{\{/);
  });

  it('is fine in a file', () => {
    expect(() => emitted(pipeline('it', {}, (p) => void p.step(notify, { message: 'a { b } }}' })))).not.toThrow();
  });
});

describe('an object that is too large for the API server', () => {
  const steps = (count: number) =>
    pipeline('it', {}, (p) => {
      for (let i = 0; i < count; i++) p.step(notify, { message: String(i) }, { name: `step-${i}` });
    });

  it('is refused by the number of its tasks', () => {
    expect(emitted(steps(200)).template('it').dag?.tasks).toHaveLength(200);
    expect(() => emitted(steps(201))).toThrow(
      /MLP2007: template 'it' has 201 tasks[\s\S]*fix: emit a part of it as a WorkflowTemplate/,
    );
  });

  it('is refused by its size', () => {
    const large = pipeline('it', {}, (p) => {
      for (let i = 0; i < 100; i++) p.step(notify, { message: 'x'.repeat(10_000) }, { name: `step-${i}` });
    });
    expect(() => emitted(large)).toThrow(/MLP2007/);
  });

  it('can be split: one part calls the other', () => {
    const engine = argo('4.0');
    const { template } = emittedBy((chart) => {
      const part = new WorkflowTemplate(chart, 'part', { pipeline: steps(200), engine });
      const all = pipeline('all', {}, (p) => void p.step(part));
      new WorkflowTemplate(chart, 'all', { pipeline: all, engine });
    });
    expect(template('all', 'all').dag?.tasks).toHaveLength(1);
  });
});
