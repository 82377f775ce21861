import { describe, expect, it } from 'vitest';
import { define } from '../define';
import { js, type Untyped } from '../plain-javascript';
import { problemOf } from '../problem';
import { none } from '../units';

const { hold } = js;

describe('approval', () => {
  const span = (seconds: number) => ({ toMilliseconds: () => seconds * 1000 });
  it.each<readonly [string, unknown, string, string]>([
    ['no options', undefined, 'MLP1001', 'approval is given undefined'],
    ['no end', {}, 'MLP1301', "the waiting time of approval 'approve' is undefined"],
    ['an end in seconds', { expires: 60 }, 'MLP1301', "the waiting time of approval 'approve' is 60"],
    ['an end at once', { expires: span(0) }, 'MLP1301', 'is 0 s'],
    ['a message that is a number', { expires: span(60), message: 5 }, 'MLP1001', 'the message of an approval is 5'],
    ['a misspelt option', { expire: span(60) }, 'MLP1007', "did you mean 'expires'?"],
  ])('can not have %s', (_, options, code, message) => {
    const problem = problemOf(() => define((p) => void p.approval(options)));
    expect(problem.message).toContain(message);
    expect(problem).toMatchObject({ code, at: 'p' });
  });

  it('is matched with an arm for each answer', () => {
    const answer = (arms: object) => () =>
      define((p) => {
        const asked = p.approval({ message: 'go?', expires: span(60) }) as unknown as {
          outputs: { decision: unknown };
        };
        p.match(asked.outputs.decision, arms);
      });
    expect(answer({ approve: (q: Untyped) => void q.step(none), refuse: hold(), expired: hold() })).not.toThrow();
    expect(problemOf(answer({ approve: hold(), refuse: hold() })).message).toContain("no arm for 'expired'");
  });
});
