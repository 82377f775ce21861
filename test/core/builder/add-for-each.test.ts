import { describe, expect, it } from 'vitest';
import { define, graphOf, type Refs } from '../define';
import { js, type Untyped } from '../plain-javascript';
import { problemOf } from '../problem';
import { choose, none } from '../units';

const { hold } = js;

describe('forEach', () => {
  const run =
    (
      items: (refs: Refs, p: Untyped) => unknown,
      options?: unknown,
      body: unknown = (q: Untyped) => void q.step(none),
    ) =>
    () =>
      define((p, refs) => void p.forEach(items(refs, p), body, options));

  it.each<readonly [string, () => unknown, string, string]>([
    [
      'over no list',
      run(({ ratio }) => ratio),
      'MLP1115',
      "forEach goes over input 'ratio' of pipeline 'p', which is number",
    ],
    ['over text', run(() => 'abc'), 'MLP1115', "forEach goes over 'abc'"],
    ['over a count', run(() => 3), 'MLP1115', 'forEach goes over 3'],
    ['over nothing', run(() => []), 'MLP1115', 'forEach goes over []'],
    ['over a set', run(() => new Set(['a'])), 'MLP1115', 'forEach goes over {}'],
    ['over lists', run(() => [[1]]), 'MLP1115', 'forEach goes over [[1]]'],
    ['over functions', run(() => [() => 1]), 'MLP1115', 'forEach goes over [null]'],
    ['over bigints', run(() => [1n]), 'MLP1115', 'forEach goes over a list'],
    [
      'over a circle',
      run(() => {
        const item: Record<string, unknown> = {};
        item.self = item;
        return [item];
      }),
      'MLP1115',
      'forEach goes over a list',
    ],
    ['over things of two types', run(() => ['a', 1]), 'MLP1001', 'the items of forEach is wrong at item 1: 1'],
    ['over things with a hole', run(() => ['a', undefined]), 'MLP1001', 'wrong at item 1: undefined'],
    ['over a thing twice', run(() => ['a', 'b', 'a']), 'MLP1115', "forEach has two items called 'a'"],
    [
      'over records of one name',
      run(
        () => [
          { n: 'a', x: 1 },
          { n: 'a', x: 2 },
        ],
        { key: 'n' },
      ),
      'MLP1115',
      "two items called 'a'",
    ],
    [
      'over records without a key',
      run(({ people }) => people),
      'MLP1115',
      'forEach goes over items that have no name of their own',
    ],
    [
      'with a key that is no field',
      run(({ people }) => people, { key: 'nam' }),
      'MLP1115',
      "'nam' can't name an item of forEach",
    ],
    [
      'with a key that every object inherits',
      run(({ people }) => people, { key: 'constructor' }),
      'MLP1115',
      "'constructor' can't name",
    ],
    ['with a key of texts', run(() => ['a'], { key: 'length' }), 'MLP1115', "'length' can't name an item of forEach"],
    [
      'with a key that is a list',
      run(() => [{ n: ['a'] }], { key: 'n' }),
      'MLP1115',
      'forEach goes over [{"n":["a"]}]',
    ],
    ['none at a time', run(() => ['a'], { parallelism: 0 }), 'MLP1115', 'forEach runs 0 at a time'],
    ['half of one at a time', run(() => ['a'], { parallelism: 1.5 }), 'MLP1115', 'forEach runs 1.5 at a time'],
    ['without a callback', run(() => ['a'], {}, none), 'MLP1119', 'forEach has no callback'],
    [
      'with an async callback',
      run(
        () => ['a'],
        {},
        async (q: Untyped) => void q.step(none),
      ),
      'MLP1119',
      'the callback is async',
    ],
    ['with a misspelt option', run(() => ['a'], { paralellism: 1 }), 'MLP1007', "did you mean 'parallelism'?"],
    [
      'that hands on its own members',
      run(
        () => ['a'],
        {},
        (q: Untyped) => ({ members: q.step(choose).outputs.which }),
      ),
      'MLP1006',
      "hands on 'members', which forEach has itself",
    ],
    [
      'that hands on a key',
      run(
        () => ['a'],
        {},
        (q: Untyped) => ({ key: q.step(choose).outputs.which }),
      ),
      'MLP1006',
      "hands on 'key', which forEach has itself",
    ],
    [
      'that hands on an impossible name',
      run(
        () => ['a'],
        {},
        (q: Untyped) => ({ ['__proto__']: q.step(choose).outputs.which }),
      ),
      'MLP1006',
      "an output of p/each can't be called '__proto__'",
    ],
  ])('can not go %s', (_, declare, code, message) => {
    const problem = problemOf(declare);
    expect(problem.message).toContain(message);
    expect(problem.code).toBe(code);
  });

  it('gathers outputs as lists, and joins them by the key', () => {
    const unit = define((p, { people }) => {
      const each = p.forEach(people, (q: Untyped) => q.step(choose), { key: 'name', parallelism: 2 });
      return { which: each.outputs.which, all: each.members };
    });
    const words = { kind: 'oneOf', values: ['left', 'right'] };
    expect(graphOf(unit).outputs).toEqual({
      which: { type: { kind: 'list', of: words } },
      all: { type: { kind: 'list', of: { kind: 'record', fields: { key: { kind: 'text' }, which: words } } } },
    });
    expect(graphOf(unit).body.nodes[0]).toMatchObject({
      kind: 'forEach',
      name: 'each-choose',
      key: 'name',
      parallelism: 2,
    });
  });

  it('goes over what was in the list, not over what is added to it later', () => {
    const items = ['a'];
    const unit = define((p) => {
      p.forEach(items, (q: Untyped) => void q.step(none));
      items.push('a');
    });
    expect(graphOf(unit).body.nodes[0]).toMatchObject({ items: ['a'] });
  });

  it('goes over values that are known only later, and gives their type to the item', () => {
    const unit = define((p, { mode }) => {
      p.forEach([mode, 'slow'], (q: Untyped, item: unknown) => void q.match(item, { fast: hold(), slow: hold() }));
    });
    expect(graphOf(unit).body.nodes[0]).toMatchObject({ items: { source: { kind: 'compose' } } });
  });
});
