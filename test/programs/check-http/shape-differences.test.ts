import { describe, expect, it } from 'vitest';
import { asShape, type Fields, type Shape } from '../../../src/programs/check-http/shape';
import { differences } from '../../../src/programs/check-http/shape-differences';

function paths(value: unknown, shape: Shape | Fields): string[] {
  return [...differences(value, asShape(shape))].map(({ path, expected }) => `${path}: ${expected}`);
}

const fits: readonly [value: unknown, shape: Shape | Fields][] = [
  ['a', { type: 'string' }],
  ['', { type: 'string', length: { max: 3 } }],
  ['', { type: 'string', equals: '' }],
  ['', { type: 'string', oneOf: ['', 'a'] }],
  ['😀😀', { type: 'string', length: 2 }],
  [0, { type: 'number', min: 0, max: 0 }],
  [-0, { type: 'number', equals: 0 }],
  [1e20, { type: 'integer' }],
  [false, { type: 'boolean' }],
  [null, { type: 'null' }],
  [null, { type: 'any' }],
  [[0], { type: 'array' }],
  [[], { type: 'array', length: 0 }],
  [[], { type: 'array', length: { max: 2 }, items: { type: 'null' } }],
  [[1, { b: [2] }], { type: 'array', equals: [1, { b: [2] }] }],
  [{}, { type: 'object' }],
  [{ a: 1, b: 2 }, { a: { type: 'number' } }],
  [{}, { a: { type: 'number', optional: true } }],
  [{ type: 'x' }, { type: { type: 'string' } }],
  [JSON.parse('{"__proto__":1}'), JSON.parse('{"__proto__":{"type":"number"}}')],
];

const misfits: readonly [value: unknown, shape: Shape | Fields, expected: readonly string[]][] = [
  ['', { type: 'string' }, [': text of at least 1 characters']],
  ['abc', { type: 'string', length: { min: 1, max: 2 } }, [': text of between 1 and 2 characters']],
  ['c', { type: 'string', oneOf: ['a', 'b'] }, [': one of "a", "b"']],
  ['A', { type: 'string', equals: 'a' }, [': exactly "a"']],
  ['1', { type: 'number' }, [': a finite number']],
  [Number.NaN, { type: 'number' }, [': a finite number']],
  [Infinity, { type: 'number', min: 0 }, [': a finite number']],
  [null, { type: 'number', min: 0 }, [': a finite number']],
  [1.5, { type: 'integer' }, [': a whole number']],
  [-0.1, { type: 'number', min: 0 }, [': a number at least 0']],
  [1.1, { type: 'number', max: 1 }, [': a number at most 1']],
  [2, { type: 'number', min: 0, max: 1 }, [': a number between 0 and 1']],
  [2, { type: 'number', oneOf: [1, 3] }, [': one of 1, 3']],
  [0, { type: 'boolean' }, [': true or false']],
  [true, { type: 'boolean', equals: false }, [': exactly false']],
  [undefined, { type: 'null' }, [': null']],
  [[], { type: 'array' }, [': a list of at least 1 items']],
  [{ length: 1 }, { type: 'array' }, [': a list']],
  [[1], { type: 'array', length: 2 }, [': a list of exactly 2 items']],
  [[1, 'x', 2, 'y'], { type: 'array', items: { type: 'number' } }, ['[1]: a finite number', '[3]: a finite number']],
  [[1, 2], { type: 'array', equals: [2, 1] }, [': exactly [2,1]']],
  [[], { type: 'object' }, [': an object']],
  [null, { type: 'object' }, [': an object']],
  [{ a: 1, b: 2 }, { type: 'object', equals: { a: 1 } }, [': exactly {"a":1}']],
  [{}, { a: { type: 'any' } }, ['a: a value']],
  [{ a: null }, { a: { type: 'number', optional: true } }, ['a: a finite number']],
  [
    { a: [{ b: 1 }] },
    { a: { type: 'array', items: { type: 'object', fields: { b: { type: 'string' }, c: { type: 'null' } } } } },
    ['a[0].b: text', 'a[0].c: null'],
  ],
  [{}, JSON.parse('{"__proto__":{"type":"any"}}'), ['__proto__: a value']],
];

describe('a shape', () => {
  it.each(fits)('takes %j for %j', (value, shape) => {
    expect(paths(value, shape)).toEqual([]);
  });

  it.each(misfits)('finds in %j against %j all of %j', (value, shape, expected) => {
    expect(paths(value, shape)).toEqual(expected);
  });

  it('compares lazily, so the first differences of a huge answer are cheap', () => {
    let looked = 0;
    const list = Array.from({ length: 5 }, () => 'x');
    const watched = new Proxy(list, {
      get: (target, key, receiver) => {
        if (/^\d+$/.test(String(key))) looked += 1;
        return Reflect.get(target, key, receiver);
      },
    });
    const found = differences(watched, { type: 'array', items: { type: 'number' } });
    expect(found.next().value?.path).toBe('[0]');
    expect(looked).toBe(1);
  });
});
