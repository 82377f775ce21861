import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boolExpression, dependsText, expression, scope, tasks, textWithTags, whenText } from './arbitrary';
import { type Answer, askArgo, type Question } from './ask-argo';
import { verdict } from './compare';

const runs = Number(process.env.EXPRESSIONS ?? 2500);
const seed = Number(process.env.SEED ?? 20261121);

/** Asks Argo all at once: the process starts once, and tells what differs, shortest first. */
function disagreements(
  arbitrary: fc.Arbitrary<Question>,
  count = runs,
): { differ: readonly string[]; undecided: number } {
  const questions = fc.sample(arbitrary, { numRuns: count, seed });
  const answers = askArgo(questions);
  if (answers === undefined) return { differ: [], undecided: 0 };
  const verdicts = questions.map((question, index) => verdict(question, answers[index] as Answer));
  const differ = verdicts.filter((each) => each !== 'agree' && each !== 'unsupported');
  return {
    differ: differ.sort((a, b) => a.length - b.length),
    undecided: verdicts.filter((each) => each === 'unsupported').length / count,
  };
}

const question = (kind: Question['kind'], text: fc.Arbitrary<string>): fc.Arbitrary<Question> =>
  fc.record({ kind: fc.constant(kind), text, scope });

describe.each([
  ['outputs of an expression', question('expression', expression)],
  ['conditions of hooks and retries', question('condition', boolExpression)],
  ['the syntax of an expression', question('syntax', expression)],
  ['tags in the round of the inputs', question('inputs', textWithTags)],
  ['tags in the round of what a step needs', question('template', textWithTags)],
  ['tags in the round of an item', question('item', textWithTags)],
  ['conditions of steps', question('execute', whenText)],
  [
    'what a task depends on',
    fc.record({ kind: fc.constant('depends' as const), text: dependsText, scope: fc.constant({}), tasks }),
  ],
] as const)('%s', (_, arbitrary) => {
  it('gives what Argo gives, or says that it does not know', () => {
    const { differ, undecided } = disagreements(arbitrary as fc.Arbitrary<Question>);
    expect(differ.slice(0, 5)).toEqual([]);
    expect(undecided).toBeLessThan(0.05);
  });
});
