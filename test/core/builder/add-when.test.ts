import { describe, expect, it } from 'vitest';
import { define, type Refs } from '../define';
import { js, type Untyped } from '../plain-javascript';
import { problemOf } from '../problem';
import { choose, gate, none, train } from '../units';

const { hold, equals } = js;

describe('when', () => {
  const run =
    (
      condition: (refs: Refs, p: Untyped) => unknown,
      body: unknown = (q: Untyped) => void q.step(none),
      options?: unknown,
    ) =>
    () =>
      define((p, refs) => void p.when(condition(refs, p), body, options));
  const fast = ({ mode }: Refs) => equals(mode, 'fast');

  it.each<readonly [string, () => unknown, string, string]>([
    ['no callback', run(fast, none), 'MLP1119', 'when has no callback'],
    ['an async callback', run(fast, async (q: Untyped) => void q.step(none)), 'MLP1119', 'the callback is async'],
    ['true for a condition', run(() => true), 'MLP1105', 'a condition is expected, not true'],
    [
      'a ref for a condition',
      run(({ mode }) => mode),
      'MLP1105',
      "a condition is expected, not input 'mode' of pipeline 'p'",
    ],
    [
      'a name twice',
      run(fast, (q: Untyped) => void q.step(none), { name: 'Fast' }),
      'MLP1005',
      "a step can't be called 'Fast'",
    ],
    ['a misspelt option', run(fast, (q: Untyped) => void q.step(none), { key: 'x' }), 'MLP1007', "no property 'key'"],
  ])('can not have %s', (_, declare, code, message) => {
    const problem = problemOf(declare);
    expect(problem.message).toContain(message);
    expect(problem.code).toBe(code);
  });

  it('does not hand on artifacts', () => {
    const make = js.task('make', {
      image: js.Image.tagged('a:1'),
      command: ['x'],
      writable: ['/work'],
      outputs: { model: js.artifact('/work/m') },
    });
    expect(problemOf(run(fast, (q: Untyped) => q.step(make)))).toMatchObject({ code: 'MLP1123', at: 'p' });
    expect(problemOf(() => define((p) => void p.forEach(['a'], (q: Untyped) => q.step(make))))).toMatchObject({
      code: 'MLP1123',
    });
  });

  const maybe = (use: (p: Untyped, value: Untyped, refs: Refs) => unknown) => () =>
    define((p, refs) => {
      const { outputs } = p.when(fast(refs), (q: Untyped) => ({ ...q.step(train).outputs, ...q.step(choose).outputs }));
      use(p, outputs.which, refs);
    });

  it.each<readonly [string, () => unknown]>([
    ['given to a step', maybe((p, value) => p.step(gate, { modelVersion: value }))],
    ['put into a list', maybe((p, value) => p.forEach(['a', value], (q: Untyped) => void q.step(none)))],
    ['put into a text', maybe((_, value) => js.fmt(['', ''] as never, value))],
    ['turned into text', maybe((_, value) => `${value as unknown as string}`)],
    ['matched on', maybe((p, value) => p.match(value, { left: hold(), right: hold() }))],
    ['compared', maybe((_, value) => equals(value, 'left'))],
    ['compared with', maybe((_, value, { mode }) => equals(mode, value))],
    ['gone over', maybe((p, value) => p.forEach(value, (q: Untyped) => void q.step(none)))],
    ['handed on', run(fast, (q: Untyped) => ({ which: maybeOf(q) }))],
    ['a default', maybe((_, value) => value.orElse(value))],
  ])('gives values that can not be %s without a default', (_, declare) => {
    const problem = problemOf(declare);
    expect(problem.code).toBe('MLP1107');
    expect(problem.message).toContain('may be absent');
    expect(problem.fix).toContain('.orElse(…)');
  });

  function maybeOf(p: Untyped): Untyped {
    const { which } = p.step(choose).outputs;
    return p.when(equals(which, 'left'), (q: Untyped) => q.step(choose)).outputs.which;
  }

  it.each<readonly [string, unknown, string]>([
    ['of another type', 5, "the default of output 'which' of when 'maybe-train' is 5"],
    ['that is another word', 'middle', "is 'middle'"],
    ['that is nothing', undefined, 'is undefined'],
  ])('refuses a default %s', (_, fallback, message) => {
    const problem = problemOf(maybe((__, value) => value.orElse(fallback)));
    expect(problem).toMatchObject({ code: 'MLP1001', at: 'p' });
    expect(problem.message).toContain(message);
  });

  it('gives values that can be used with a default, a literal or another value', () => {
    expect(
      maybe((p, value, { mode }) => {
        p.step(gate, { modelVersion: value.orElse('left') });
        expect(problemOf(() => value.orElse(mode)).code).toBe('MLP1108');
        p.match(value.orElse('right'), { left: hold(), right: hold() });
        throw new Error('reached the end');
      }),
    ).toThrow('reached the end');
  });
});
