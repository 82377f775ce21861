import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { define, graphOf, type Refs } from '../define';
import { js, type Untyped } from '../plain-javascript';
import { problemOf } from '../problem';
import { none, other } from '../units';

const { hold, equals } = js;

describe('the p of a callback', () => {
  const uses: readonly (readonly [string, (p: Untyped, refs: Refs) => unknown])[] = [
    ['step', (p) => p.step(none)],
    ['match', (p, { mode }) => p.match(mode, { fast: hold(), slow: hold() })],
    ['when', (p, { mode }) => p.when(equals(mode, 'fast'), (q: Untyped) => void q.step(none))],
    ['forEach', (p) => p.forEach(['a'], (q: Untyped) => void q.step(none))],
    ['approval', (p) => p.approval({ expires: { toMilliseconds: () => 1000 } })],
  ];
  const places: readonly (readonly [string, (p: Untyped, refs: Refs, inside: () => void) => unknown])[] = [
    ['a when', (p, { mode }, inside) => p.when(equals(mode, 'fast'), inside)],
    ['an arm', (p, { mode }, inside) => p.match(mode, { fast: inside, slow: hold() })],
    ['a forEach', (p, _, inside) => p.forEach(['a'], inside)],
    ['finally', (p, _, inside) => p.finally(inside)],
  ];
  const pairs = places.flatMap(([place, open]) => uses.map(([use, call]) => [use, place, open, call] as const));

  it.each(pairs)('can not take a %s while the callback of %s runs', (_, __, open, call) => {
    const problem = problemOf(() => define((p, refs) => void open(p, refs, () => void call(p, refs))));
    expect(problem).toMatchObject({ code: 'MLP1110', at: 'p' });
    expect(problem.message).toMatch(/'.+' can't be added to p now/);
    expect(problem.expected).toContain("the 'p' that the innermost callback was given");
  });

  it.each(uses)('can not take a %s when its callback is over', (_, call) => {
    let kept: readonly [Untyped, Refs] | undefined;
    define((p, refs) => {
      kept = [p, refs];
      p.step(other);
    });
    expect(problemOf(() => kept && call(...kept))).toMatchObject({ code: 'MLP1110', at: 'p' });
  });

  it('has no finally in a block inside', () => {
    define((p, { mode }) => {
      p.when(equals(mode, 'fast'), (q: Untyped) => {
        expect(q).not.toHaveProperty('finally');
        q.step(none);
      });
    });
  });

  it('takes steps again after a callback that threw', () => {
    define((p, { mode }) => {
      expect(() => p.when(equals(mode, 'fast'), (q: Untyped) => q.step())).toThrow('MLP1109');
      p.step(none);
    });
  });
});

describe('names of steps', () => {
  it('of any pipeline are different in each block', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('match', 'when', 'forEach', 'step', 'approval'), { minLength: 1, maxLength: 20 }),
        (kinds) => {
          const unit = define((p, { mode }) => {
            for (const [i, kind] of kinds.entries()) {
              if (kind === 'match') p.match(mode, { fast: hold(), slow: hold() });
              else if (kind === 'when') p.when(equals(mode, 'fast'), (q: Untyped) => void q.step(none));
              else if (kind === 'forEach') p.forEach(['a'], (q: Untyped) => void q.step(none));
              else if (kind === 'approval') {
                const { outputs } = p.approval({ expires: { toMilliseconds: () => 1000 } });
                p.match(outputs.decision, { approve: hold(), refuse: hold(), expired: hold() });
              } else p.step(none, {}, { name: `none-${i}` });
            }
          });
          const names = graphOf(unit).body.nodes.map(({ name }) => name);
          expect(names.length).toBeGreaterThanOrEqual(kinds.length);
          expect(new Set(names).size).toBe(names.length);
        },
      ),
    );
  });
});
