import { describe, expect, it } from 'vitest';
import { define, graphOf } from '../define';
import { js, type Untyped } from '../plain-javascript';
import { problemOf } from '../problem';
import { none, other, promote, train } from '../units';

const { hold, equals } = js;

describe('finally', () => {
  const end = (body: unknown) => () =>
    define((p) => {
      p.step(none);
      p.finally(body);
    });

  it('can use the inputs and the status of the run', () => {
    const unit = define((p, { mode }) => {
      p.step(none);
      p.finally((q: Untyped, { status }: { readonly status: unknown }) => {
        q.step(promote, { modelVersion: mode });
        q.match(status, { Succeeded: hold(), Failed: (r: Untyped) => void r.step(none) });
      });
    });
    expect(graphOf(unit).finally?.nodes.map(({ name }) => name)).toEqual(['promote', 'match']);
  });

  it.each<readonly [string, () => unknown, string, string]>([
    ['no callback', end(undefined), 'MLP1120', 'finally has no callback'],
    ['a task for a callback', end(none), 'MLP1120', 'finally has no callback'],
    ['an async callback', end(async (q: Untyped) => void q.step(other)), 'MLP1119', 'the callback is async'],
    [
      'a second one',
      () =>
        define((p) => {
          p.step(none);
          p.finally((q: Untyped) => void q.step(none));
          p.finally((q: Untyped) => void q.step(other));
        }),
      'MLP1120',
      'finally is declared twice',
    ],
    [
      'a value of a step',
      () =>
        define((p) => {
          const { modelVersion } = p.step(train).outputs;
          p.finally((q: Untyped) => void q.step(promote, { modelVersion }));
        }),
      'MLP1120',
      "finally uses output 'modelVersion' of step 'train', which may not have run",
    ],
    [
      'a value of a step in a text in a block inside',
      () =>
        define((p, { mode }) => {
          const { accuracy } = p.step(train).outputs;
          p.finally(
            (q: Untyped) =>
              void q.when(
                equals(mode, 'fast'),
                (r: Untyped) => void r.step(promote, { modelVersion: js.fmt(['v', ''] as never, accuracy) }),
              ),
          );
        }),
      'MLP1120',
      "finally uses output 'accuracy' of step 'train'",
    ],
  ])('can not have %s', (_, declare, code, message) => {
    const problem = problemOf(declare);
    expect(problem.message).toContain(message);
    expect(problem.code).toBe(code);
  });
});
