import { describe, expect, it } from 'vitest';
import { box, define, graphOf, type Refs } from './define';
import { js, type Untyped } from './plain-javascript';
import { problemOf } from './problem';
import { choose, gate, none, promote } from './units';

const { hold, equals, atLeast } = js;

describe('a value', () => {
  it.each<readonly [string, (p: Untyped, refs: Refs) => unknown]>([
    [
      'of a when',
      (p, { mode }) => {
        const leaked = box();
        p.when(equals(mode, 'fast'), (q: Untyped) => {
          leaked.put(q.step(choose).outputs.which);
        });
        p.step(gate, { modelVersion: leaked.get() });
      },
    ],
    [
      'of an arm, in a text',
      (p, { mode }) => {
        const leaked = box();
        p.match(mode, { fast: (q: Untyped) => leaked.put(q.step(choose).outputs.which), slow: hold() });
        p.step(gate, { modelVersion: js.fmt(['v', ''] as never, leaked.get()) });
      },
    ],
    [
      'of an arm, in another arm',
      (p, { mode }) => {
        const leaked = box();
        p.match(mode, {
          fast: (q: Untyped) => leaked.put(q.step(choose).outputs.which),
          slow: (q: Untyped) => void q.step(gate, { modelVersion: leaked.get() }),
        });
      },
    ],
    [
      'of a forEach, as its item',
      (p) => {
        const leaked = box();
        p.forEach(['a'], (q: Untyped, item: unknown) => leaked.put(q.step(none) && item));
        p.step(gate, { modelVersion: leaked.get() });
      },
    ],
    [
      'of a when, as a condition',
      (p, { mode }) => {
        const leaked = box();
        p.when(equals(mode, 'fast'), (q: Untyped) => leaked.put(q.step(choose).outputs.which));
        p.when(equals(leaked.get(), 'left'), (q: Untyped) => void q.step(none));
      },
    ],
    [
      'of a when, to branch on',
      (p, { mode }) => {
        const leaked = box();
        p.when(equals(mode, 'fast'), (q: Untyped) => leaked.put(q.step(choose).outputs.which));
        p.match(leaked.get(), { left: hold(), right: hold() });
      },
    ],
    [
      'of a when, in a list',
      (p, { mode }) => {
        const leaked = box();
        p.when(equals(mode, 'fast'), (q: Untyped) => leaked.put(q.step(choose).outputs.which));
        p.forEach(['a', leaked.get()], (q: Untyped) => void q.step(none));
      },
    ],
    [
      'of a when, as a default',
      (p, { mode }) => {
        const leaked = box();
        const { outputs } = p.when(equals(mode, 'fast'), (q: Untyped) => {
          const chosen = q.step(choose);
          leaked.put(chosen.outputs.which);
          return chosen;
        });
        p.step(gate, { modelVersion: outputs.which.orElse(leaked.get()) });
      },
    ],
    [
      'of another pipeline',
      (p) => {
        const leaked = box();
        js.pipeline('q', {}, (q: Untyped) => {
          leaked.put(q.step(choose).outputs.which);
        });
        p.step(gate, { modelVersion: leaked.get() });
      },
    ],
    [
      'of a when, handed on by the pipeline',
      (p, { mode }) => {
        const leaked = box();
        p.when(equals(mode, 'fast'), (q: Untyped) => leaked.put(q.step(choose).outputs.which));
        return { leaked: leaked.get() };
      },
    ],
  ])('%s can not be used outside the block that made it', (_, body) => {
    const problem = problemOf(() => define(body as never));
    expect(problem.code).toBe('MLP1111');
    expect(problem.message).toMatch(/ uses (output 'which' of step 'choose'|the item of forEach), made inside [pq]/);
    expect(problem.fix).toContain('hand it on with `return`');
    expect(problem.at).toMatch(/^p/);
  });

  it('can be used in every block inside the one that made it', () => {
    const unit = define((p, { mode, ratio }) => {
      const { which } = p.step(choose).outputs;
      const deep = (q: Untyped) => q.step(promote, { modelVersion: which });
      const inner = (q: Untyped) => q.when(atLeast(ratio, 1), (r: Untyped) => void r.forEach([which], deep));
      p.match(mode, { fast: (q: Untyped) => inner(q) && undefined, slow: hold() });
    });
    expect(graphOf(unit).body.nodes).toHaveLength(2);
  });
});
