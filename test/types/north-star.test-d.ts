import {
  type Artifact,
  artifact,
  atLeast,
  boolean,
  equals,
  field,
  fmt,
  hold,
  Image,
  type Integer,
  integer,
  type Literal,
  list,
  type Maybe,
  number,
  oneOf,
  type Pipeline,
  pipeline,
  type Ref,
  record,
  type Sequence,
  sequence,
  type Task,
  task,
  text,
  type Unit,
  type Verdict,
  verdict,
} from 'cdk8s-mlops';
import { expectTypeOf, test } from 'vitest';

const image = Image.tagged('ghcr.io/acme/train:1.4.2');
const scenarios = ['normal', 'bad-architecture', 'oversized'] as const;
type Scenario = (typeof scenarios)[number];

const train = task('train', {
  image,
  inputs: { epochs: integer({ default: 5, min: 1 }), scenario: oneOf(scenarios) },
  outputs: { accuracy: number(), modelVersion: text(), folds: list(number()) },
  command: ({ inputs }) => ['python', 'flow.py', fmt`--epochs=${inputs.epochs}`, inputs.scenario],
});
const gate = task('gate', {
  image,
  inputs: { modelVersion: text({ pattern: /[0-9]+/ }) },
  outputs: { verdict: verdict(), reason: text() },
  command: ['node', 'gate.mjs'],
});
const promote = task('promote', {
  image,
  inputs: { modelVersion: text() },
  outputs: { digest: text(), at: text() },
  command: ['node', 'promote.mjs'],
});
const revert = task('revert', { image, inputs: { reason: text() }, outputs: { digest: text() }, command: ['x'] });
const tell = task('tell', {
  image,
  inputs: { digest: text(), note: text({ default: '' }) },
  command: ({ inputs }) => ['tell', inputs.digest, inputs.note],
});
const none = task('none', { image, command: ['true'] });

test('a task is a unit of the values it takes and hands on', () => {
  expectTypeOf(train).toEqualTypeOf<
    Task<
      { readonly scenario: Scenario; readonly epochs?: Integer | undefined },
      { readonly accuracy: number; readonly modelVersion: string; readonly folds: readonly number[] }
    >
  >();
  expectTypeOf(gate).toEqualTypeOf<
    Task<{ readonly modelVersion: string }, { readonly verdict: Verdict; readonly reason: string }>
  >();
  expectTypeOf(none).toEqualTypeOf<Task<{}, {}>>();
  expectTypeOf(
    task('kinds', {
      image,
      writable: ['/work'],
      inputs: {
        flag: boolean({ default: true }),
        rate: number(),
        people: list(record({ name: text(), age: integer() })),
        data: artifact('/in/data'),
      },
      command: ['x'],
    }),
  ).toEqualTypeOf<
    Task<
      {
        readonly rate: number;
        readonly people: readonly { readonly name: string; readonly age: Integer }[];
        readonly data: Artifact;
        readonly flag?: boolean | undefined;
      },
      {}
    >
  >();
});

test('the order of its properties does not matter', () => {
  const early = task('early', { command: ({ inputs }) => ['a', inputs.x], inputs: { x: boolean() }, image });
  expectTypeOf(early).toEqualTypeOf<Task<{ readonly x: boolean }, {}>>();
  task('late', {
    env: ({ inputs }) => {
      expectTypeOf(inputs).toEqualTypeOf<{ readonly x: Ref<number>; readonly words: Ref<readonly string[]> }>();
      return { X: inputs.x, WORDS: inputs.words };
    },
    command: ['x'],
    inputs: { x: number({ default: 1 }), words: list(text()) },
    image,
  });
});

test('an input takes literals and refs of its type', () => {
  expectTypeOf<Literal<Integer>>().toEqualTypeOf<number>();
  expectTypeOf<Literal<Artifact>>().toEqualTypeOf<never>();
  pipeline('p', { n: integer(), x: number(), s: oneOf(scenarios), s2: oneOf(['normal']) }, (p, { n, x, s, s2 }) => {
    expectTypeOf(n).toEqualTypeOf<Ref<Integer>>();
    const { outputs } = p.step(train, { scenario: s, epochs: n });
    p.step(train, { scenario: s2, epochs: undefined }, { name: 'b', after: [] });
    p.step(gate, { modelVersion: s });
    const numbers = task('numbers', {
      image,
      inputs: { l: list(number()), r: record({ a: number() }) },
      command: ['x'],
    });
    p.step(numbers, { l: [1, n, x, outputs.accuracy], r: { a: n } });
    p.step(numbers, { l: outputs.folds, r: { a: 0.5 } }, { name: 'again' });
    p.step(none);
    p.step(none, {});
    p.step(none, undefined, { name: 'third' });
    return gate && outputs;
  });
});

test('a pipeline is a unit, of its inputs and of what its callback returns', () => {
  const release = pipeline(
    'release',
    { scenario: oneOf(scenarios), mode: oneOf(['fast', 'slow'], { default: 'fast' }) },
    (p, { scenario, mode }) => {
      expectTypeOf(mode).toEqualTypeOf<Ref<'fast' | 'slow'>>();
      const trained = p.step(train, { epochs: 10, scenario });
      const gated = p.step(gate, { modelVersion: trained.outputs.modelVersion });
      return { model: trained.outputs.modelVersion, verdict: gated.outputs.verdict, mode };
    },
  );
  expectTypeOf(release).toEqualTypeOf<
    Pipeline<
      { readonly scenario: Scenario; readonly mode?: 'fast' | 'slow' | undefined },
      { readonly model: string; readonly verdict: Verdict; readonly mode: 'fast' | 'slow' }
    >
  >();
  expectTypeOf(pipeline('n', {}, (p) => void p.step(none))).toEqualTypeOf<Pipeline<{}, {}>>();
  const whole = pipeline('n', {}, (p) => p.step(promote, { modelVersion: '1' }));
  expectTypeOf(whole).toEqualTypeOf<Pipeline<{}, { readonly digest: string; readonly at: string }>>();
});

test('a match hands on what its arms have in common', () => {
  pipeline('p', {}, (p) => {
    const gated = p.step(gate, { modelVersion: '1' });
    const done = p.match(gated.outputs.verdict, {
      pass: (p) => p.step(promote, { modelVersion: '1' }),
      fail: (p) => p.step(revert, { reason: gated.outputs.reason }),
      error: hold(),
      inconclusive: hold('rejected'),
    });
    expectTypeOf(done.outputs).toEqualTypeOf<{ readonly digest: Ref<string> }>();
    p.step(tell, { digest: done.outputs.digest });

    const custom = p.match(gated.outputs.verdict, {
      pass: (p) => ({ which: p.step(promote, { modelVersion: '1' }).outputs.digest, verdict: gated.outputs.verdict }),
      fail: (p) => ({ which: p.step(revert, { reason: fmt`because ${gated.outputs.reason}` }).outputs.digest }),
      error: (p) => {
        const reverted = p.step(revert, { reason: 'x' });
        return { which: reverted.outputs.digest };
      },
      inconclusive: hold(),
    });
    expectTypeOf(custom.outputs).toEqualTypeOf<{ readonly which: Ref<string> }>();

    const joined = p.match(gated.outputs.verdict, {
      pass: (p) => ({ n: p.step(train, { scenario: 'normal' }).outputs.accuracy }),
      fail: () => ({ n: gated.outputs.reason }),
      error: hold(),
      inconclusive: hold(),
    });
    expectTypeOf(joined.outputs.n).toEqualTypeOf<Ref<string | number>>();

    const quiet = p.match(gated.outputs.verdict, {
      pass: (p) => void p.step(none),
      fail: hold(),
      error: hold(),
      inconclusive: hold(),
    });
    expectTypeOf(quiet.outputs).toEqualTypeOf<{}>();
  });
});

test('a when hands on values that may be absent', () => {
  pipeline('p', {}, (p) => {
    const trained = p.step(train, { scenario: 'normal' });
    const maybe = p.when(atLeast(trained.outputs.accuracy, 0.9), (p) => p.step(promote, { modelVersion: 'x' }));
    expectTypeOf(maybe.outputs).toEqualTypeOf<{ readonly digest: Maybe<string>; readonly at: Maybe<string> }>();
    expectTypeOf(maybe.outputs.digest.orElse('none')).toEqualTypeOf<Ref<string>>();
    expectTypeOf(maybe.outputs.digest.orElse(trained.outputs.modelVersion)).toEqualTypeOf<Ref<string>>();
    const words = p.when(equals(trained.outputs.modelVersion, '1'), (p) => ({
      found: p.step(gate, { modelVersion: '1' }).outputs.verdict,
    }));
    expectTypeOf(words.outputs.found.orElse('error')).toEqualTypeOf<Ref<Verdict>>();
    p.step(tell, { digest: maybe.outputs.digest.orElse('none') });
  });
});

test('a forEach gathers lists, and members that belong together', () => {
  pipeline('p', { people: list(record({ name: text(), age: integer() })) }, (p, { people }) => {
    const trained = p.step(train, { scenario: 'normal' });
    const each = p.forEach(trained.outputs.folds, (p, fold) => {
      expectTypeOf(fold).toEqualTypeOf<Ref<number>>();
      p.when(atLeast(fold, 0.1), (p) => void p.step(none));
      return p.step(promote, { modelVersion: fmt`fold-${fold}` });
    });
    expectTypeOf(each.outputs).toEqualTypeOf<{
      readonly digest: Ref<readonly string[]>;
      readonly at: Ref<readonly string[]>;
    }>();
    const named = p.forEach(
      people,
      (p, person) => {
        expectTypeOf(person).toEqualTypeOf<Ref<{ readonly name: string; readonly age: Integer }>>();
        expectTypeOf(field(person, 'age')).toEqualTypeOf<Ref<Integer>>();
        return p.step(promote, { modelVersion: field(person, 'name') });
      },
      { key: 'name' },
    );
    p.forEach(
      named.members,
      (p, member) => {
        expectTypeOf(field(member, 'key')).toEqualTypeOf<Ref<string>>();
        expectTypeOf(field(member, 'digest')).toEqualTypeOf<Ref<string>>();
        p.step(tell, { digest: field(member, 'digest') });
      },
      { key: 'key' },
    );
    p.forEach(['a', 'b'], (p, item) => {
      expectTypeOf(item).toExtend<Ref<string>>();
      p.step(tell, { digest: item });
    });
  });
});

test('an approval and the end of a run are words to match on', () => {
  const hour = { toMilliseconds: () => 3_600_000 };
  pipeline('p', {}, (p) => {
    const asked = p.approval({ message: 'release?', expires: hour });
    expectTypeOf(asked.outputs.decision).toEqualTypeOf<Ref<'approve' | 'refuse' | 'expired'>>();
    p.match(asked.outputs.decision, { approve: (p) => p.step(none), refuse: hold(), expired: hold() });
    p.finally((p, { status }) => {
      expectTypeOf(status).toEqualTypeOf<Ref<'Succeeded' | 'Failed'>>();
      p.match(status, { Succeeded: hold(), Failed: (p) => p.step(none) });
    });
  });
});

test('a row of units takes what the first takes and hands on what all do', () => {
  const row = sequence(train).followedBy(gate).followedBy(promote);
  expectTypeOf(row).toEqualTypeOf<
    Sequence<
      { readonly scenario: Scenario; readonly epochs?: Integer | undefined },
      {
        readonly accuracy: number;
        readonly modelVersion: string;
        readonly folds: readonly number[];
        readonly verdict: Verdict;
        readonly reason: string;
        readonly digest: string;
        readonly at: string;
      }
    >
  >();
  const decide = task('decide', { image, inputs: { verdict: verdict(), modelVersion: text() }, command: ['x'] });
  expectTypeOf(sequence(train).followedBy(gate).followedBy(decide)).toExtend<Unit<{ scenario: 'normal' }, unknown>>();
  // An input with a default need not be fed.
  sequence(promote)
    .followedBy(tell)
    .followedBy(task('t', { image, inputs: { x: text({ default: '' }) }, command: ['x'] }));
});

test('a unit may be used where fewer values are handed on or more are given', () => {
  expectTypeOf(train).toExtend<Unit<{ scenario: 'normal'; epochs: Integer }, { accuracy: number }>>();
  expectTypeOf(train).not.toExtend<Unit<{ epochs: Integer }, { accuracy: number }>>();
  expectTypeOf(train).not.toExtend<Unit<{ scenario: 'normal' }, { accuracy: string }>>();
  expectTypeOf<Ref<Integer>>().toExtend<Ref<number>>();
  expectTypeOf<Ref<number>>().not.toExtend<Ref<Integer>>();
  expectTypeOf<Ref<'a'>>().toExtend<Ref<string>>();
  expectTypeOf<Ref<string>>().not.toExtend<string>();
  expectTypeOf<Maybe<string>>().not.toExtend<Ref<string>>();
});
