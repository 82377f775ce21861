import { describe, expect, it } from 'vitest';
import { define, type Refs } from './define';
import { js, type Untyped } from './plain-javascript';
import { problemOf } from './problem';
import { none, train } from './units';

const { equals, isOneOf, atLeast } = js;

describe('conditions', () => {
  it.each<readonly [string, (refs: Refs, p: Untyped) => unknown, string, string]>([
    ['a word', () => equals('a', 'a'), 'MLP1105', "not at 'a'"],
    ['a step', (_, p) => equals(p.step(none), 'a'), 'MLP1105', `not at {"id":"none","outputs":{}}`],
    [
      'a list',
      (_, p) => equals(p.step(train).outputs.folds, [1]),
      'MLP1105',
      "output 'folds' of step 'train' is a list",
    ],
    ['a record', ({ config }) => equals(config, {}), 'MLP1105', "input 'config' of pipeline 'p' is a record"],
    [
      'a word that it never is',
      ({ mode }) => equals(mode, 'fsat'),
      'MLP1001',
      "the value compared with input 'mode' of pipeline 'p' is 'fsat' - did you mean 'fast'?",
    ],
    ['text for a number', ({ ratio }) => equals(ratio, '1'), 'MLP1001', "is '1'"],
    ['a fraction that an integer never is', ({ tries }) => equals(tries, 1.5), 'MLP1001', 'is 1.5'],
    [
      'a value of another type',
      ({ mode, ratio }) => equals(mode, ratio),
      'MLP1108',
      "the value compared with input 'mode' of pipeline 'p' is input 'ratio' of pipeline 'p', which is a number",
    ],
    ['one of no words', ({ mode }) => isOneOf(mode, []), 'MLP1105', 'isOneOf needs a list of at least one value'],
    [
      'one of the letters of a word',
      ({ mode }) => isOneOf(mode, 'fast'),
      'MLP1105',
      'isOneOf needs a list of at least one value',
    ],
    ['one of words among which it is not', ({ mode }) => isOneOf(mode, ['fast', 'quick']), 'MLP1001', "is 'quick'"],
    [
      'at least a word',
      ({ ratio }) => atLeast(ratio, 'x'),
      'MLP1001',
      "the number compared with input 'ratio' of pipeline 'p' is 'x'",
    ],
    ['at least NaN', ({ ratio }) => atLeast(ratio, Number.NaN), 'MLP1001', 'is NaN'],
    ['text of at least', ({ mode }) => atLeast(mode, 1), 'MLP1105', "input 'mode' of pipeline 'p' is no number"],
    ['at least text', ({ ratio, mode }) => js.lessThan(ratio, mode), 'MLP1108', "which is one of 'fast', 'slow'"],
    ['no parts', () => js.and(), 'MLP1105', 'and needs at least one condition'],
    [
      'a part that is none',
      ({ mode }) => js.or(equals(mode, 'fast'), false),
      'MLP1105',
      'a condition is expected, not false',
    ],
    ['not of nothing', () => js.not(), 'MLP1105', 'a condition is expected, not undefined'],
  ])('can not look at or be made of %s', (_, make, code, message) => {
    const problem = problemOf(() => define((p, refs) => void p.when(make(refs, p), (q: Untyped) => void q.step(none))));
    expect(problem.message).toContain(message);
    expect(problem.code).toBe(code);
  });

  it('can be joined to any depth, over values of the block and those around', () => {
    expect(() =>
      define((p, { mode, ratio, tries }) => {
        const { accuracy } = p.step(train).outputs;
        const good = js.and(atLeast(accuracy, ratio), js.moreThan(accuracy, tries), js.not(equals(mode, 'slow')));
        p.when(js.or(good, js.atMost(ratio, 0), isOneOf(mode, ['fast', mode])), (q: Untyped) => void q.step(none));
      }),
    ).not.toThrow();
  });
});
