import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testOf } from '../../src/core/condition';
import {
  and,
  atLeast,
  atMost,
  type Condition,
  equals,
  fmt,
  isOneOf,
  lessThan,
  moreThan,
  not,
  or,
} from '../../src/core/index';
import { conditionText } from '../../src/engines/argo/value/condition';
import { tag } from '../../src/engines/argo/value/expression';
import { hostileText } from './hostile';
import { argoEvaluation, canAsk } from './oracle';
import { place, refs, scopeOf, words } from './refs';

const ask = argoEvaluation();

interface Values {
  readonly a: string;
  readonly b: string;
  readonly rate: number;
  readonly limit: number;
  readonly epochs: number;
  readonly on: boolean;
  readonly word: (typeof words)[number];
}

/** A condition twice: for the engine, and in plain JavaScript. */
interface Twice {
  readonly condition: Condition;
  readonly holds: (values: Values) => boolean;
}

const real = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(1e20, -1e20, 2 ** 63, -(2 ** 63), 2 ** 64, 1e21, 5e-324, 0.1, 9007199254740992),
);
// Often the same on both sides.
const someText = fc.oneof(hostileText, fc.constantFrom('', 'a', "a'b", '{{', '$(A)'));

const values: fc.Arbitrary<Values> = fc.record({
  a: someText,
  b: someText,
  rate: real,
  limit: real,
  epochs: fc.maxSafeInteger(),
  on: fc.boolean(),
  word: fc.constantFrom(...words),
});

const texts: fc.Arbitrary<Twice> = fc.oneof(
  someText.map((literal) => ({ condition: equals(refs.a, literal), holds: ({ a }: Values) => a === literal })),
  fc.constant({ condition: equals(refs.a, refs.b), holds: ({ a, b }: Values) => a === b }),
  fc
    .array(someText, { minLength: 1, maxLength: 4 })
    .map((literals) => ({ condition: isOneOf(refs.a, literals), holds: ({ a }: Values) => literals.includes(a) })),
  fc.constant({
    condition: equals(fmt`${refs.a}${refs.b}`, refs.b),
    holds: ({ a, b }: Values) => `${a}${b}` === b,
  }),
);

const numbers: fc.Arbitrary<Twice> = fc.oneof(
  real.chain((n) =>
    fc.constantFrom<Twice>(
      { condition: equals(refs.rate, n), holds: ({ rate }) => rate === n },
      { condition: isOneOf(refs.rate, [n, 1, 0.1]), holds: ({ rate }) => [n, 1, 0.1].includes(rate) },
      { condition: atLeast(refs.rate, n), holds: ({ rate }) => rate >= n },
      { condition: moreThan(refs.rate, n), holds: ({ rate }) => rate > n },
      { condition: atMost(refs.rate, n), holds: ({ rate }) => rate <= n },
      { condition: lessThan(refs.rate, n), holds: ({ rate }) => rate < n },
    ),
  ),
  fc.constantFrom<Twice>(
    { condition: atLeast(refs.rate, refs.limit), holds: ({ rate, limit }) => rate >= limit },
    { condition: lessThan(refs.epochs, refs.limit), holds: ({ epochs, limit }) => epochs < limit },
    { condition: equals(refs.rate, refs.epochs), holds: ({ rate, epochs }) => rate === epochs },
  ),
);

const others: fc.Arbitrary<Twice> = fc.oneof(
  fc.boolean().map((b) => ({ condition: equals(refs.on, b), holds: ({ on }: Values) => on === b })),
  fc.constant({ condition: isOneOf(refs.on, [true, false]), holds: () => true }),
  fc
    .subarray([...words], { minLength: 1 })
    .map((some) => ({ condition: isOneOf(refs.word, some), holds: ({ word }: Values) => some.includes(word) })),
);

const { tree } = fc.letrec<{ tree: Twice; leaf: Twice; all: Twice; any: Twice; no: Twice }>((tie) => ({
  tree: fc.oneof({ maxDepth: 3, withCrossShrink: true }, tie('leaf'), tie('all'), tie('any'), tie('no')),
  leaf: fc.oneof(texts, numbers, others),
  all: fc.tuple(tie('tree'), tie('tree')).map(([x, y]) => ({
    condition: and(x.condition, y.condition),
    holds: (v: Values) => x.holds(v) && y.holds(v),
  })),
  any: fc.tuple(tie('tree'), tie('tree'), tie('tree')).map(([x, y, z]) => ({
    condition: or(x.condition, y.condition, z.condition),
    holds: (v: Values) => x.holds(v) || y.holds(v) || z.holds(v),
  })),
  no: tie('tree').map((x) => ({ condition: not(x.condition), holds: (v: Values) => !x.holds(v) })),
}));

const when = (condition: Condition): string => tag(conditionText(testOf(condition), place));

describe.skipIf(!canAsk)('a condition', () => {
  it('is true in Argo exactly when it is in JavaScript, and its text is then a single word', async () => {
    await fc.assert(
      fc.asyncProperty(tree, values, async ({ condition, holds }, given) => {
        const truth = holds(given);
        const said = await ask({ kind: 'when', text: when(condition), scope: scopeOf({ ...given }) });
        expect(said).toEqual({ text: String(truth), truth });
      }),
      { numRuns: 1500 },
    );
  });

  it('keeps the run waiting where a value is not there yet, and never guesses', async () => {
    for (const condition of [equals(refs.a, 'x'), not(equals(refs.a, 'x'))]) {
      const text = when(condition).replaceAll('inputs.parameters', 'tasks.train.outputs.parameters');
      expect(await ask({ kind: 'when', text, scope: {} })).toMatchObject({ waits: true });
    }
  });
});
