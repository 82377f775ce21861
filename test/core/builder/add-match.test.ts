import { describe, expect, it } from 'vitest';
import { define, graphOf, type Refs } from '../define';
import { js, type Untyped } from '../plain-javascript';
import { problemOf } from '../problem';
import { choose, gate, none, other, promote, train } from '../units';

const { hold, equals } = js;
const held = { fail: hold(), error: hold(), inconclusive: hold() };

describe('match', () => {
  const reject = (on: (p: Untyped, refs: Refs) => unknown, arms: unknown, options?: unknown) => () =>
    define((p, refs) => void p.match(on(p, refs), arms, options));
  const verdict = (p: Untyped) => p.step(gate, { modelVersion: 'x' }).outputs.verdict;
  const mode = (_: Untyped, refs: Refs) => refs.mode;

  it.each<readonly [string, () => unknown, string, string]>([
    [
      'text',
      reject((p) => p.step(train).outputs.modelVersion, {}),
      'MLP1113',
      "match looks at output 'modelVersion' of step 'train', which is text",
    ],
    [
      'a step',
      reject((p) => p.step(gate, { modelVersion: 'x' }), {}),
      'MLP1113',
      'match looks at an object with id, outputs',
    ],
    ['a word', reject(() => 'pass', {}), 'MLP1113', "match looks at 'pass'"],
    ['no arms', reject(mode, undefined), 'MLP1114', 'the arms of match are undefined'],
    [
      'a missing arm',
      reject(verdict, { pass: hold(), fail: hold(), error: hold() }),
      'MLP1114',
      "match has no arm for 'inconclusive'",
    ],
    [
      'a misspelt arm',
      reject(verdict, { ...held, passed: hold() }),
      'MLP1114',
      "match has an arm 'passed', but output 'verdict' of step 'gate' is never that - did you mean 'pass'?",
    ],
    [
      'an arm that is a step',
      reject(mode, { fast: none, slow: hold() }),
      'MLP1114',
      `the arm 'fast' is {"name":"none"}`,
    ],
    ['an arm that is text', reject(mode, { fast: 'hold', slow: hold() }), 'MLP1114', "the arm 'fast' is 'hold'"],
    [
      'hold that was not called',
      reject(mode, { fast: hold, slow: hold() }),
      'MLP1114',
      "the arm 'fast' is hold, without ()",
    ],
    [
      'a hold made by hand',
      reject(mode, { fast: { hold: 'a"b' }, slow: hold() }),
      'MLP1005',
      `no outcome is called 'a"b'`,
    ],
    [
      'a misspelt option',
      reject(mode, { fast: hold(), slow: hold() }, { nam: 'x' }),
      'MLP1007',
      "did you mean 'name'?",
    ],
    [
      'a name in capitals',
      reject(mode, { fast: hold(), slow: hold() }, { name: 'M' }),
      'MLP1005',
      "a step can't be called 'M'",
    ],
    [
      'an async arm',
      reject(mode, { fast: async (p: Untyped) => void p.step(none), slow: hold() }),
      'MLP1119',
      'the callback is async',
    ],
    [
      'an arm that returns text',
      reject(mode, { fast: (p: Untyped) => p.step(none) && 'x', slow: hold() }),
      'MLP1119',
      "the callback returns 'x'",
    ],
  ])('can not have %s', (_, declare, code, message) => {
    const problem = problemOf(declare);
    expect(problem.message).toContain(message);
    expect(problem.code).toBe(code);
  });

  it('knows the arm of a word that every object inherits', () => {
    const words = { word: js.oneOf(['constructor', '__proto__']) };
    const run = (arms: object) => () =>
      js.pipeline('q', words, (p: Untyped, { word }: { readonly word: Untyped }) => void p.match(word, arms));
    expect(problemOf(run({}))).toMatchObject({ code: 'MLP1114' });
    expect(problemOf(run({ constructor: hold() })).message).toContain("no arm for '__proto__'");
    expect(run({ constructor: hold(), ['__proto__']: hold() })).not.toThrow();
  });

  it('hands on what all arms but the holding ones hand on, as the type that holds them all', () => {
    const unit = define((p, { mode: on, ratio, tries }) => {
      const { outputs } = p.match(on, {
        fast: (q: Untyped) => ({ which: q.step(choose).outputs.which, accuracy: tries, only: on }),
        slow: (q: Untyped) => ({ accuracy: ratio, which: on, left: q.step(other) && on }),
      });
      expect(Object.keys(outputs)).toEqual(['which', 'accuracy']);
      return { which: outputs.which, accuracy: outputs.accuracy };
    });
    expect(graphOf(unit).outputs).toEqual({
      which: { type: { kind: 'oneOf', values: ['left', 'right', 'fast', 'slow'] } },
      accuracy: { type: { kind: 'number' } },
    });
  });

  it('does not hand on what one arm alone hands on, and says what there is', () => {
    const problem = problemOf(() =>
      define((p, { mode: on }) => {
        const { outputs } = p.match(on, {
          fast: (q: Untyped) => q.step(train),
          slow: (q: Untyped) => q.step(choose),
        });
        return { a: outputs.accuracy };
      }),
    );
    expect(problem).toMatchObject({ code: 'MLP1104', at: 'p', actual: 'accuracy' });
    expect(problem.message).toContain("output 'accuracy' is read of match 'on-mode', which declares none");
  });

  it('is named after what it looks at, with a number where that is taken', () => {
    const unit = define((p, { mode: on }) => {
      p.match(verdict(p), { pass: hold(), ...held });
      for (const _ of [1, 2, 3]) p.match(on, { fast: hold(), slow: hold() });
      p.match(on, { fast: hold(), slow: hold() }, { name: 'again' });
    });
    expect(graphOf(unit).body.nodes.map(({ name }) => name)).toEqual([
      'gate',
      'on-gate-verdict',
      'on-mode',
      'on-mode-2',
      'on-mode-3',
      'again',
    ]);
  });

  it('has names that engines take, however long the steps are called and however many there are', () => {
    const long = js.task(`x${'-x'.repeat(31)}`, {
      image: js.Image.tagged('a:1'),
      command: ['x'],
      outputs: { which: js.oneOf(['a']) },
    });
    const unit = js.pipeline('p', {}, (p: Untyped) => {
      const { which } = p.step(long).outputs;
      for (let i = 0; i < 120; i++) p.match(which, { a: hold() });
    });
    const names = graphOf(unit).body.nodes.map(({ name }) => name);
    expect(new Set(names).size).toBe(121);
    for (const name of names) expect(name).toMatch(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/);
  });

  it.each<readonly [string, (q: Untyped, outputs: Untyped) => unknown]>([
    ['its verdict', (q, { verdict: found }) => q.step(promote, { modelVersion: found })],
    ['its texts', (q, { reason }) => q.step(promote, { modelVersion: reason })],
    [
      'a number with a default',
      (q, outputs) => q.step(train, { epochs: (outputs as unknown as { tries: unknown }).tries }),
    ],
  ])('lets the error arm read of a dead gate %s', (_, use) => {
    const judge = js.task('judge', {
      image: js.Image.tagged('a:1'),
      command: ['x'],
      outputs: { verdict: js.verdict(), reason: js.text(), tries: js.integer({ default: 1 }) },
    });
    expect(() =>
      define((p) => {
        const { outputs } = p.step(judge);
        p.match(outputs.verdict, {
          pass: hold(),
          fail: hold(),
          inconclusive: hold(),
          error: (q: Untyped) => void use(q, outputs),
        });
      }),
    ).not.toThrow();
  });

  it('does not let the error arm read what a dead gate may not have written, nor a block inside that arm', () => {
    const report = js.pipeline('report', {}, (p: Untyped) => {
      const { outputs } = p.step(gate, { modelVersion: 'x' });
      return { verdict: outputs.verdict, accuracy: p.step(train).outputs.accuracy };
    });
    const problem = problemOf(() =>
      define((p, { mode: on }) => {
        const { outputs } = p.step(report);
        p.match(outputs.verdict, {
          pass: hold(),
          fail: hold(),
          inconclusive: hold(),
          error: (q: Untyped) =>
            void q.when(
              equals(on, 'fast'),
              (r: Untyped) => void r.step(promote, { modelVersion: js.fmt(['', ''] as never, outputs.accuracy) }),
            ),
        });
      }),
    );
    expect(problem).toMatchObject({ code: 'MLP1118', at: 'p/on-report-verdict/error' });
    expect(problem.message).toContain(
      "the error arm uses output 'accuracy' of step 'report', which the gate may not have written",
    );
    expect(problem.fix).toBe("give 'accuracy' a default where 'report' declares it");
  });

  it('does not hand on artifacts', () => {
    const make = js.task('make', {
      image: js.Image.tagged('a:1'),
      command: ['x'],
      writable: ['/work'],
      outputs: { model: js.artifact('/work/m') },
    });
    const problem = problemOf(() =>
      define((p, { mode: on }) => void p.match(on, { fast: (q: Untyped) => q.step(make), slow: hold() })),
    );
    expect(problem).toMatchObject({ code: 'MLP1123', at: 'p/on-mode/fast' });
    expect(problem.message).toContain("an arm hands on the artifact 'model'");
  });
});

describe('hold', () => {
  it.each(['held', 'rejected', 'x', 'a-b'])('takes the outcome %s', (outcome) => {
    expect(hold(outcome)).toEqual({ hold: outcome });
  });

  it.each(['', 'Held', 'a b', '-a', 'a1', 'x'.repeat(42), "a'", null, 5, {}])('refuses the outcome %j', (outcome) => {
    expect(problemOf(() => hold(outcome))).toMatchObject({ code: 'MLP1005', actual: outcome });
  });
});
