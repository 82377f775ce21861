import { describe, expect, it } from 'vitest';
import { define, graphOf, type Refs } from '../define';
import { js, type Untyped } from '../plain-javascript';
import { problemOf } from '../problem';
import { gate, image, none, promote } from '../units';

const { hold, equals } = js;
const held = { fail: hold(), error: hold(), inconclusive: hold() };

const decide = js.task('decide', { image, inputs: { verdict: js.verdict() }, command: ['x'] });

describe('a verdict', () => {
  const judged = (p: Untyped) => p.step(gate, { modelVersion: 'x' });

  it.each<readonly [string, (p: Untyped, refs: Refs) => unknown, string]>([
    ['of a step that is left alone', (p) => void judged(p), 'gate'],
    [
      'that only decides about one block',
      (p) => void p.when(equals(judged(p).outputs.verdict, 'pass'), (q: Untyped) => void q.step(none)),
      'gate',
    ],
    [
      'of which only the reason is used',
      (p) => void p.step(promote, { modelVersion: judged(p).outputs.reason }),
      'gate',
    ],
    ['that somebody is only told', (p) => void p.step(promote, { modelVersion: judged(p).outputs.verdict }), 'gate'],
    [
      'that somebody is only told in a text',
      (p) => void p.step(promote, { modelVersion: js.fmt(['was ', ''] as never, judged(p).outputs.verdict) }),
      'gate',
    ],
    ['in an arm', (p, { mode }) => void p.match(mode, { fast: (q: Untyped) => void judged(q), slow: hold() }), 'gate'],
    [
      'that an arm hands on and nobody takes',
      (p, { mode }) => void p.match(mode, { fast: (q: Untyped) => judged(q), slow: hold() }),
      'on-mode',
    ],
    [
      'that one arm hands on and the other does not',
      (p, { mode }) => void p.match(mode, { fast: (q: Untyped) => judged(q), slow: (q: Untyped) => q.step(none) }),
      'gate',
    ],
    [
      'that a when hands on and nobody takes',
      (p, { mode }) => void p.when(equals(mode, 'fast'), (q: Untyped) => judged(q)),
      'maybe-gate',
    ],
    ['of each item, and nobody looks', (p) => void p.forEach(['a', 'b'], (q: Untyped) => judged(q)), 'each-gate'],
    ['of a step in finally', (p) => p.step(none) && void p.finally((q: Untyped) => void judged(q)), 'gate'],
    [
      'of a pipeline that is a step',
      (p) =>
        void p.step(
          js.pipeline('inner', {}, (q: Untyped) => judged(q)),
          {},
        ),
      'inner',
    ],
  ])('%s is refused: it could not stop anything', (_, body, name) => {
    const problem = problemOf(() => define((p, refs) => body(p, refs) as never));
    expect(problem.code).toBe('MLP1116');
    expect(problem.message).toContain(`nobody looks at the verdict of '${name}', so it can't stop anything`);
    expect(problem.fix).toContain('p.match(');
  });

  it.each<readonly [string, (p: Untyped, refs: Refs) => unknown]>([
    ['matched', (p) => void p.match(judged(p).outputs.verdict, { pass: hold(), ...held })],
    ['handed on by the pipeline', (p) => judged(p)],
    ['given to a unit that takes a verdict', (p) => void p.step(decide, { verdict: judged(p).outputs.verdict })],
    [
      'handed on by every arm and matched then',
      (p, { mode }) => {
        const { outputs } = p.match(mode, { fast: (q: Untyped) => judged(q), slow: (q: Untyped) => judged(q) });
        p.match(outputs.verdict, { pass: hold(), ...held });
      },
    ],
    [
      'handed on by a when and matched with a default',
      (p, { mode }) => {
        const { outputs } = p.when(equals(mode, 'fast'), (q: Untyped) => judged(q));
        p.match(outputs.verdict.orElse('pass'), { pass: hold(), ...held });
      },
    ],
    [
      'of each item and handed on as a list',
      (p) => ({ found: p.forEach(['a'], (q: Untyped) => judged(q)).outputs.verdict }),
    ],
    [
      'of each item and handed on with the others',
      (p) => ({ found: p.forEach(['a'], (q: Untyped) => judged(q)).members }),
    ],
    [
      'of each item and gone over',
      (p) => {
        const each = p.forEach(['a'], (q: Untyped) => judged(q));
        p.forEach(each.outputs.verdict, (q: Untyped, item: unknown) => void q.match(item, { pass: hold(), ...held }));
      },
    ],
    [
      'of a step in finally and matched there',
      (p) =>
        p.step(none) &&
        void p.finally((q: Untyped) => void q.match(judged(q).outputs.verdict, { pass: hold(), ...held })),
    ],
  ])('is looked at if it is %s', (_, body) => {
    expect(() => define(body as never)).not.toThrow();
  });
});

describe('a decision', () => {
  const asked = (p: Untyped) => p.approval({ expires: { toMilliseconds: () => 1000 } });

  it('that nobody looks at is refused: a suspend that times out succeeds', () => {
    expect(problemOf(() => define((p) => void p.step(none, {}, { after: [asked(p)] })))).toMatchObject({
      code: 'MLP1116',
    });
  });

  it('is looked at if it is matched', () => {
    const arms = { approve: hold(), refuse: hold(), expired: hold() };
    expect(() => define((p) => void p.match(asked(p).outputs.decision, arms))).not.toThrow();
  });
});

describe('a step below a branch on a verdict', () => {
  const arms = { pass: hold(), ...held };
  const below = (options: object) =>
    define((p) => {
      p.match(p.step(gate, { modelVersion: 'x' }).outputs.verdict, arms);
      p.step(none, {}, options);
    });
  const awaited = (unit: Untyped) =>
    graphOf(unit)
      .body.nodes.at(-1)
      ?.after.map(({ name }) => name);

  it('waits for it', () => expect(awaited(below({}))).toEqual(['on-gate-verdict']));
  it('does not wait if it says so', () => expect(awaited(below({ after: [] }))).toEqual([]));
});
