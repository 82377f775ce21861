import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  equals,
  field,
  fmt,
  Image,
  isOneOf,
  list,
  number,
  oneOf,
  pipeline,
  type Ref,
  record,
  type Scope,
  task,
  text,
  type Unit,
  verdict,
} from '../../src/index';
import { emitted } from '../engines/argo/emitted';
import { hostileText } from './hostile';
import { argoEvaluation, canAsk } from './oracle';
import { type Pod, play, Stopped, type Texts } from './play';

const ask = argoEvaluation();
const image = Image.tagged('example.com/a:1.0');
/** Output text of any kind; the default lets much less through. */
const anyText = text({ pattern: /(?:.|\n|\r)*/ });

const write = task('write', {
  image,
  outputs: {
    safe: text(),
    free: anyText,
    rate: number(),
    word: oneOf(['one', 'two']),
    texts: list(anyText),
    pairs: list(record({ name: anyText, rate: number() })),
  },
  command: ['write'],
});
const judge = task('judge', {
  image,
  outputs: { verdict: verdict(), reason: text(), note: anyText },
  command: ['judge'],
});
const score = task('score', {
  image,
  inputs: { item: text() },
  outputs: { label: anyText, rate: number() },
  command: ['s'],
});

/** Shows what it was given, in the environment and on its command line. */
const told = (name: string) =>
  task(name, {
    image,
    inputs: { value: text() },
    command: ({ inputs }) => [name, inputs.value, fmt`--value=${inputs.value}`],
    env: ({ inputs }) => ({ VALUE: inputs.value }),
  });
const toldList = task('told-list', {
  image,
  inputs: { value: list(record({ key: text(), label: text(), rate: number() })) },
  command: ['told-list'],
  env: ({ inputs }) => ({ VALUE: inputs.value }),
});

interface Wrote {
  readonly safe: string;
  readonly free: string;
  readonly rate: string;
  readonly word: string;
  readonly texts: readonly string[];
  readonly pairs: readonly { readonly name: string; readonly rate: number }[];
  readonly verdict: string;
  readonly reason: string;
  readonly note: string;
  readonly label: string;
}

interface Case {
  readonly pipeline: Unit<never, unknown>;
  /** What each pod shows that may run, in order. */
  readonly shows: (wrote: Wrote) => { readonly [template: string]: readonly string[] };
}

const noted = ({ note, reason }: Wrote) => ({
  'told-note': [note.includes('{{') ? '' : note],
  'told-reason': [/^[^{}]*$/.test(reason) ? reason : 'judge left no reason'],
});

const inner = pipeline('inner', { value: text() }, (p, { value }) => {
  const { outputs } = p.step(write);
  p.step(told('told-inside'), { value });
  return { free: outputs.free, given: value, texts: outputs.texts };
});

const optional = pipeline('optional', { by: text() }, (p, { by }) => {
  const { outputs } = p.step(write);
  const some = p.when(equals(outputs.word, 'one'), (p) => {
    p.step(told('told-optional'), { value: outputs.free });
    return { value: outputs.free };
  });
  const inner = p.when(equals(outputs.word, 'two'), (p) => {
    p.step(told('told-else'), { value: some.outputs.value.orElse(by) });
    return { value: some.outputs.value.orElse(by) };
  });
  return { some: some.outputs.value.orElse('none'), inner: inner.outputs.value.orElse(by) };
});

const cases: { readonly [what: string]: Case } = {
  'handed to the next task': {
    pipeline: pipeline('it', {}, (p) => {
      const { outputs } = p.step(write);
      p.step(told('told-safe'), { value: outputs.safe });
      p.step(told('told-free'), { value: outputs.free });
      p.step(told('told-rate'), { value: fmt`at ${outputs.rate}` });
      p.step(told('told-both'), { value: fmt`${outputs.free}${outputs.safe}${outputs.free}` });
    }),
    shows: ({ safe, free, rate }) => ({
      'told-safe': [safe],
      'told-free': [free],
      'told-rate': [`at ${rate}`],
      'told-both': [`${free}${safe}${free}`],
    }),
  },
  'handed into branches, and out of them': {
    pipeline: pipeline('it', {}, (p) => {
      const { outputs } = p.step(write);
      const some = p.when(isOneOf(outputs.word, ['one', 'two']), (p) => {
        p.step(told('told-when'), { value: outputs.free });
        return { value: outputs.free };
      });
      p.step(told('told-some'), { value: some.outputs.value.orElse('nothing') });
      const none = p.when(equals(outputs.free, 'never'), (p) => p.step(write, {}, { name: 'again' }));
      p.step(told('told-none'), { value: none.outputs.free.orElse('nothing') });
      const one = p.match(outputs.word, {
        one: (p) => {
          p.step(told('told-one'), { value: outputs.free });
          return { value: outputs.free };
        },
        two: (p) => {
          p.step(told('told-two'), { value: outputs.safe });
          return { value: outputs.safe as Ref<string> };
        },
      });
      p.step(told('told-matched'), { value: one.outputs.value });
    }),
    shows: ({ free, safe, word }) => ({
      'told-when': [free],
      'told-some': [free],
      'told-none': ['nothing'],
      'told-one': [free],
      'told-two': [safe],
      'told-matched': [word === 'one' ? free : safe],
    }),
  },
  'written by a gate': {
    pipeline: pipeline('it', {}, (p) => {
      const { outputs } = p.step(judge);
      const reason = told('told-reason');
      const note = told('told-note');
      const act = (p: Scope): void => {
        p.step(reason, { value: outputs.reason });
        p.step(note, { value: outputs.note });
      };
      p.match(outputs.verdict, { pass: act, fail: act, error: act, inconclusive: act });
    }),
    shows: noted,
  },
  'handed on by a pipeline': {
    pipeline: pipeline('it', {}, (p) => {
      const { outputs } = p.step(write);
      const { outputs: of } = p.step(inner, { value: outputs.free });
      p.step(told('told-outside'), { value: of.free });
      p.step(told('told-given'), { value: of.given });
    }),
    shows: ({ free }) => ({ 'told-inside': [free], 'told-outside': [free], 'told-given': [free] }),
  },
  'handed on with a default': {
    pipeline: pipeline('it', {}, (p) => {
      const { outputs } = p.step(write, {}, { name: 'first' });
      const { outputs: of } = p.step(optional, { by: outputs.safe });
      p.step(told('told-some'), { value: of.some });
      p.step(told('told-inner'), { value: of.inner });
    }),
    shows: ({ free, safe, word }) => ({
      'told-optional': [free],
      'told-else': [safe],
      'told-some': [word === 'one' ? free : 'none'],
      'told-inner': [safe],
    }),
  },
  'gone over': {
    pipeline: pipeline('it', {}, (p) => {
      const { outputs } = p.step(write);
      p.forEach(outputs.texts, (p, item) => p.step(told('told-item'), { value: item }));
      p.forEach(outputs.pairs, (p, pair) => p.step(told('told-name'), { value: field(pair, 'name') }), { key: 'name' });
      p.forEach([outputs.free, 'x'], (p, item) => p.step(told('told-listed'), { value: item }));
    }),
    shows: ({ texts, pairs, free }) => ({
      'told-item': texts,
      'told-name': pairs.map(({ name }) => name),
      'told-listed': [free, 'x'],
    }),
  },
  gathered: {
    pipeline: pipeline('it', {}, (p) => {
      const each = p.forEach(['a', "b'"], (p, item) => p.step(score, { item }));
      p.step(toldList, { value: each.members });
    }),
    shows: ({ label, rate }) => ({
      'told-list': [JSON.stringify(['a', "b'"].map((key) => ({ key, label, rate: Number(rate) })))],
    }),
  },
};

const someText = fc.oneof(
  { weight: 2, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.stringMatching(/^[a-z0-9.{}$ ]{0,9}$/) },
);
const wrote: fc.Arbitrary<Wrote> = fc.record({
  safe: fc.oneof({ weight: 4, arbitrary: fc.constantFrom('v1', '', 'a/b:c@d') }, { weight: 1, arbitrary: hostileText }),
  free: someText,
  rate: fc.oneof({ weight: 4, arbitrary: fc.constantFrom('0.5', '-1', '0') }, { weight: 1, arbitrary: hostileText }),
  word: fc.constantFrom('one', 'two', 'one', 'two', '{{=1}}'),
  texts: fc.array(someText, { maxLength: 3 }),
  pairs: fc.array(fc.record({ name: someText, rate: fc.constantFrom(0, 0.5) }), { maxLength: 2 }),
  verdict: fc.constantFrom('pass', 'fail', 'error', 'inconclusive', 'PASS', '', "pass' == 'pass", '{{= 1 }}'),
  reason: someText,
  note: someText,
  label: someText,
});

/** JSON as a program that means harm writes it: every brace hidden. */
const hidden = (value: unknown, hide: boolean): string =>
  hide ? JSON.stringify(value).replaceAll('{{', '\\u007b\\u007b') : JSON.stringify(value);

const sameJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

describe.skipIf(!canAsk)('text that a pod wrote', () => {
  it.each(Object.entries(cases))(
    'arrives exactly or not at all, and is never evaluated: %s',
    async (_, { pipeline: unit, shows }) => {
      const { templates = [], entrypoint = '' } = emitted(unit).spec();
      let arrived = 0;
      await fc.assert(
        fc.asyncProperty(wrote, fc.boolean(), async (given, hide) => {
          const of: Texts = { ...given, texts: hidden(given.texts, hide), pairs: hidden(given.pairs, hide) };
          const pods: Pod[] = [];
          try {
            pods.push(...(await play(ask, templates, entrypoint, {}, { write: of, judge: of, score: of })));
            arrived++;
          } catch (stopped) {
            if (!(stopped instanceof Stopped)) throw stopped;
            expect(stopped.waits, stopped.message).toBe(false);
            pods.push(...stopped.pods);
          }
          const expected = shows(given);
          for (const [i, { template, env, command }] of pods.entries()) {
            const shown = expected[template];
            if (shown === undefined) continue;
            const before = pods.slice(0, i).filter((other) => other.template === template).length;
            expect(sameJson(env.VALUE ?? '')).toEqual(sameJson(shown[before] ?? 'nothing more'));
            if (command.length > 1) expect(command).toEqual([template, env.VALUE, `--value=${env.VALUE}`]);
          }
        }),
        { numRuns: 150 },
      );
      // Not everything is refused.
      expect(arrived).toBeGreaterThan(5);
    },
  );
});
