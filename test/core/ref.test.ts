import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { fmt, pipeline, type Ref } from '../../src/core/index';
import { RefNode, refsIn } from '../../src/core/ref';
import { define } from './define';
import { js, type Untyped } from './plain-javascript';
import { problemOf } from './problem';
import { choose, promote, train } from './units';

/** A ref, and the object of outputs that it is from, while their pipeline is being declared. */
function withRef(use: (ref: Untyped, outputs: Untyped) => unknown): void {
  define((p) => {
    const { outputs } = p.step(train);
    use(outputs.accuracy, outputs);
  });
}

const told = "output 'accuracy' of step 'train' is known only when the pipeline runs, it has no text now";

describe('a ref', () => {
  it.each<readonly [string, (ref: never) => unknown]>([
    ['toString()', (ref: object) => ref.toString()],
    ['String()', (ref) => String(ref)],
    ['concat', (ref: string) => 'v'.concat(ref)],
    // biome-ignore lint/style/useTemplate: the sum is what is tested
    ['+ a text', (ref: string) => ref + 'v'],
    ['+ a number', (ref: number) => ref + 1],
    ['- a number', (ref: number) => ref - 1],
    ['> a number', (ref: number) => ref > 0.9],
    // biome-ignore lint/suspicious/noDoubleEquals: it is what plain JavaScript does
    ['== a text', (ref: string) => (ref as unknown) == 'v'],
    ['Number()', (ref) => Number(ref)],
    ['a template', (ref: string) => `v${ref}`],
    ['JSON.stringify', (ref) => JSON.stringify({ deep: [ref] })],
    ['join', (ref) => ['a', ref].join('-')],
    ['as the key of an object', (ref: string) => ({ [ref]: 1 })],
    ['as an index', (ref: number) => [1, 2][ref]],
    ['a regular expression', (ref: string) => /a/.test(ref)],
    ['a date', (ref: number) => new Date(ref)],
    ['a URL', (ref: string) => new URL(ref)],
  ])('is no text: %s says to use fmt', (_, use) => {
    withRef((ref) => {
      const problem = problemOf(() => use(ref as never));
      expect(problem).toMatchObject({ code: 'MLP1103', fix: 'put it into a text with fmt`…${ref}…`' });
      expect(problem.message).toContain(told);
    });
  });

  it.each<readonly [string, (value: never) => unknown]>([
    ['await', (value: { readonly then?: unknown }) => value.then],
    ['Promise.resolve', (value) => Promise.resolve(value)],
    ['console.log', (value) => inspect(value, { depth: 3 })],
    ['a debugger that shows proxies', (value) => inspect(value, { showProxy: true })],
    ['typeof', (value) => typeof value],
    ['===', (value) => (value as unknown) === 'pass'],
    ['instanceof', (value) => (value as unknown) instanceof Map],
    ['Object.keys', (value) => Object.keys(value)],
    ['spreading', (value: object) => ({ ...value })],
    ['Array.isArray', (value) => Array.isArray(value)],
    ['a symbol', (value: { readonly [Symbol.iterator]?: unknown }) => value[Symbol.iterator]],
    ['toEqual', (value) => expect(value).toEqual(value)],
    ['a failing toEqual', (value) => expect(() => expect(value).toEqual({ another: 1 })).toThrow()],
    ['Object.prototype.toString', (value) => Object.prototype.toString.call(value)],
  ])('and the outputs of a step can be looked at: %s does not throw', (_, look) => {
    withRef((ref, outputs) => {
      expect(() => look(ref as never)).not.toThrow();
      expect(() => look(outputs as never)).not.toThrow();
    });
  });

  it('settles an await on a step and its outputs at once', async () => {
    const seen: unknown[] = [];
    withRef((ref, outputs) => seen.push(ref, outputs));
    expect(await seen[0]).toBe(seen[0]);
    expect(await seen[1]).toBe(seen[1]);
  });

  it('is frozen, and so are the outputs it is from', () => {
    withRef((ref, outputs) => {
      expect(Object.isFrozen(ref)).toBe(true);
      expect(() => Object.assign(outputs as object, { more: 1 })).toThrow(TypeError);
      expect(() => Object.assign(ref as object, { label: 'x' })).toThrow(TypeError);
    });
  });

  it('is known as one, also if another copy of this package made it', () => {
    withRef((ref) => {
      expect(RefNode.is(ref)).toBe(true);
      const foreign = Object.defineProperty({}, Symbol.for('cdk8s-mlops.Ref'), { value: true });
      expect(RefNode.is(foreign)).toBe(true);
      for (const value of [undefined, null, 'x', {}, [], Symbol.for('cdk8s-mlops.Ref')])
        expect(RefNode.is(value)).toBe(false);
    });
  });

  it('is found in texts, lists, records, fields and defaults, and a circle ends', () => {
    define((p, { mode, config }) => {
      const { accuracy } = p.step(train).outputs;
      const maybe = p.when(js.equals(mode, 'fast'), (q: Untyped) => q.step(choose)).outputs.which;
      const circle: unknown[] = [accuracy];
      circle.push(circle);
      const labels = (value: unknown) =>
        [...refsIn(value)].map((ref) => (ref.source.kind === 'input' ? ref.source.name : ref.source.kind));
      expect(labels([{ a: accuracy }, 'x', 5])).toEqual(['output']);
      expect(labels(fmt`${accuracy as never}-${mode as never}`)).toEqual(['format', 'output', 'mode']);
      expect(labels(js.field(config, 'lr'))).toEqual(['field', 'config']);
      expect(labels(maybe.orElse('left'))).toEqual(['fallback', 'output']);
      expect(labels(maybe)).toEqual([]);
      expect(labels(circle)).toEqual(['output']);
    });
  });
});

describe('the outputs of a step', () => {
  it('are listed and destructured like an object', () => {
    withRef((_, outputs) => {
      expect(Object.keys(outputs)).toEqual(['accuracy', 'modelVersion', 'folds']);
      expect('accuracy' in (outputs as object)).toBe(true);
      expect('acuracy' in (outputs as object)).toBe(false);
      const { accuracy, ...others } = outputs as unknown as Record<string, { readonly label: string }>;
      expect([accuracy?.label, ...Object.keys(others)]).toEqual([
        "output 'accuracy' of step 'train'",
        'modelVersion',
        'folds',
      ]);
    });
  });

  it('that nobody declared can not be read, wherever the step is', () => {
    const problem = problemOf(() =>
      define((p, { mode }) => p.when(js.equals(mode, 'fast'), (q: Untyped) => void q.step(choose).outputs.digest)),
    );
    expect(problem).toMatchObject({ code: 'MLP1104', at: 'p/when', actual: 'digest' });
    expect(problem.message).toContain("output 'digest' is read of step 'choose', which declares 'which'");
  });
});

describe('fmt', () => {
  type Parts = { readonly source: { readonly parts: readonly unknown[] } };
  const partsOf = (text: Ref<string>): readonly unknown[] => (text as unknown as Parts).source.parts;

  it('keeps text and refs apart, with neighbouring texts as one', () => {
    pipeline('p', {}, (p) => {
      const { accuracy } = p.step(train).outputs;
      expect(partsOf(fmt`a`)).toEqual(['a']);
      expect(partsOf(fmt``)).toEqual([]);
      expect(partsOf(fmt`a${'b'}${1}${true}c`)).toEqual(['ab1truec']);
      expect(partsOf(fmt`--at=${accuracy}${'%'}!`)).toEqual(['--at=', accuracy, '%!']);
      expect(partsOf(fmt`a${fmt`b${accuracy}`}${fmt`c`}`)).toEqual(['ab', accuracy, 'c']);
      p.step(promote, { modelVersion: fmt`${accuracy}` });
    });
  });

  it.each<readonly [string, (p: Untyped) => unknown, string]>([
    ['a list', (p) => p.step(train).outputs.folds, "fmt can't print output 'folds' of step 'train' is a list"],
    ['undefined', () => undefined, "fmt can't print a value of type undefined"],
    ['null', () => null, "fmt can't print a value of type object"],
    ['an object', () => ({}), "fmt can't print a value of type object"],
    ['a step', (p) => p.step(train), "fmt can't print a value of type object"],
    ['NaN', () => Number.NaN, "fmt can't print a value of type number"],
    ['a function', () => () => 1, "fmt can't print a value of type function"],
    ['a symbol', () => Symbol('s'), "fmt can't print a value of type symbol"],
  ])('refuses %s', (_, value, message) => {
    const problem = problemOf(() => define((p) => fmt`v${value(p) as never}`));
    expect(problem).toMatchObject({ code: 'MLP1106', expected: 'text, a number or a boolean' });
    expect(problem.message).toContain(message);
  });

  it.each([['--epochs=5'], [undefined], [5]])('is a tag, not a function of %j', (given) => {
    expect(problemOf(() => js.fmt(given))).toMatchObject({
      code: 'MLP1106',
      expected: 'fmt`…${ref}…`, without parentheses',
    });
  });
});
