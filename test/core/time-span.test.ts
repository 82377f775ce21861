import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { secondsOf, type TimeSpan } from '../../src/core/time-span';
import { problemOf } from './problem';

describe('a length of time', () => {
  it.each<readonly [TimeSpan, number]>([
    [Duration.seconds(1), 1],
    [Duration.minutes(30), 1800],
    [Duration.hours(6), 21_600],
    [Duration.days(1), 86_400],
    [Duration.parse('PT1H30M'), 5400],
    [Duration.millis(2000), 2],
    [{ toMilliseconds: () => 5000 }, 5],
  ])('%s is %i seconds', (span, seconds) => {
    expect(secondsOf(span, 'the timeout')).toBe(seconds);
  });

  it.each<readonly [string, unknown, string]>([
    ['a number of seconds', 60, 'the timeout is 60'],
    ['text', '1h', "the timeout is '1h'"],
    ['nothing', undefined, 'the timeout is undefined'],
    ['null', null, 'the timeout is null'],
    ['an object of another kind', { seconds: 5 }, 'the timeout is {"seconds":5}'],
    ['no time', Duration.seconds(0), 'the timeout is 0 s'],
    ['half a second', Duration.millis(500), 'the timeout is 0.5 s'],
    ['a time with a rest', Duration.millis(1500), 'the timeout is 1.5 s'],
    ['a negative time', { toMilliseconds: () => -1000 }, 'the timeout is -1 s'],
    ['for ever', { toMilliseconds: () => Number.POSITIVE_INFINITY }, 'the timeout is Infinity s'],
    ['a time that is text', { toMilliseconds: () => 'x' }, 'the timeout is NaN s'],
  ])('can not be %s', (_, span, message) => {
    const problem = problemOf(() => secondsOf(span as TimeSpan, 'the timeout', 'release'));
    expect(problem).toMatchObject({ code: 'MLP1301', at: 'release', actual: span });
    expect(problem.message).toContain(message);
  });
});
