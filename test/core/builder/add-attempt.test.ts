import { describe, expect, it } from 'vitest';
import { deciding } from '../../../src/core/exit';
import { define } from '../define';
import { js, type Untyped } from '../plain-javascript';
import { problemOf } from '../problem';
import { choose, none, train } from '../units';

const { hold } = js;

describe('attempt', () => {
  const run =
    (body: unknown, options?: unknown, use = (tried: Untyped) => tried.outputs.which.orElse('left')) =>
    () =>
      define((p) => {
        const tried = p.attempt(body, options);
        p.match(use(tried), { left: hold(), right: hold() });
      });
  const chosen = (q: Untyped) => q.step(choose);

  it.each<readonly [string, () => unknown, string, string]>([
    ['no callback', run(none), 'MLP1119', 'attempt has no callback'],
    ['an async callback', run(async (q: Untyped) => q.step(choose)), 'MLP1119', 'the callback is async'],
    ['a name that is none', run(chosen, { name: 'Tried' }), 'MLP1005', "a step can't be called 'Tried'"],
    ['a misspelt option', run(chosen, { key: 'x' }), 'MLP1007', "no property 'key'"],
    ['outputs without a default', run(chosen, {}, (tried) => tried.outputs.which), 'MLP1107', 'may be absent'],
    [
      'a block that decides about a release',
      run((q: Untyped) => q.step(deciding(js.pipeline('decide', {}, (p: Untyped) => p.step(choose)) as never))),
      'MLP1125',
      "'decide' decides about a release",
    ],
  ])('can not have %s', (_, declare, code, message) => {
    const problem = problemOf(declare);
    expect(problem.message).toContain(message);
    expect(problem.code).toBe(code);
  });

  it.each<readonly [string, (p: Untyped) => unknown]>([
    ['nothing of it is handed on', (p) => p.attempt((q: Untyped) => void q.step(none))],
    ['nobody uses what is handed on', (p) => p.attempt((q: Untyped) => q.step(train))],
    [
      'only a step after it waits for it',
      (p) => p.step(none, {}, { after: [p.attempt((q: Untyped) => q.step(train))] }),
    ],
    [
      'an arm around it uses nothing',
      (p) => p.forEach(['a'], (q: Untyped) => void q.attempt((r: Untyped) => r.step(train))),
    ],
  ])('can not fail unseen, where %s', (_, body) => {
    expect(problemOf(() => define((p) => void body(p)))).toMatchObject({ code: 'MLP1125' });
  });

  it.each<readonly [string, (p: Untyped) => unknown]>([
    [
      'a step takes it',
      (p) => p.match(p.attempt(chosen).outputs.which.orElse('left'), { left: hold(), right: hold() }),
    ],
    ['the pipeline hands it on', (p) => ({ which: p.attempt(chosen).outputs.which.orElse('left') })],
  ])('is seen where %s', (_, body) => {
    expect(() => define((p) => body(p))).not.toThrow();
  });
});
