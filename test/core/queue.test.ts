import { describe, expect, it } from 'vitest';
import { js } from './plain-javascript';
import { problemOf } from './problem';

describe('a queue', () => {
  it('takes one run at a time, or as many as it is told', () => {
    expect(js.queue('gpus')).toEqual({ name: 'gpus', size: 1 });
    expect(js.queue('gpus', 3)).toEqual({ name: 'gpus', size: 3 });
    expect(Object.isFrozen(js.queue('gpus'))).toBe(true);
  });

  it.each<readonly [string, () => unknown, string, string]>([
    ['no name', () => js.queue(), 'MLP1005', "a queue can't be called undefined"],
    ['a name in capitals', () => js.queue('GPUs'), 'MLP1005', "a queue can't be called 'GPUs'"],
    ['room for none', () => js.queue('gpus', 0), 'MLP1001', "queue 'gpus' has the size 0"],
    ['room for half', () => js.queue('gpus', 0.5), 'MLP1001', "queue 'gpus' has the size 0.5"],
    ['a size as text', () => js.queue('gpus', '2'), 'MLP1001', "queue 'gpus' has the size '2'"],
    ['options for a size', () => js.queue('gpus', { size: 2 }), 'MLP1001', `queue 'gpus' has the size {"size":2}`],
  ])('can not have %s', (_, make, code, message) => {
    const problem = problemOf(make);
    expect(problem.message).toContain(message);
    expect(problem.code).toBe(code);
  });
});
