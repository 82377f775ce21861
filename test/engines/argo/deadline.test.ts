import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { pipeline, task } from '../../../src/index';
import { emitted } from './emitted';
import { image } from './units';

const lasting = (name: string, minutes: number) =>
  task(name, { image, command: [name], timeout: Duration.minutes(minutes) });
const deadlineOf = (it: Parameters<typeof emitted>[0]) => emitted(it).spec().activeDeadlineSeconds;

describe('the deadline of a run', () => {
  it('is the longest way through its steps, a minute for each and ten for the rest', () => {
    const it = pipeline('it', {}, (p) => {
      const a = p.step(lasting('a', 30));
      p.step(lasting('b', 5), {}, { after: [a] });
      p.step(lasting('c', 40));
    });
    // a then b: 37 minutes; c beside them: 41.
    expect(deadlineOf(it)).toBe((41 + 10) * 60);
  });

  it('counts every attempt, and the waiting between them', () => {
    const it = pipeline('it', {}, (p) => {
      p.step(
        task('a', {
          image,
          command: ['a'],
          timeout: Duration.minutes(10),
          retry: { limit: 3, backoff: { first: Duration.minutes(1), factor: 10, cap: Duration.minutes(5) } },
        }),
      );
    });
    expect(deadlineOf(it)).toBe((4 * 10 + 1 + 5 + 5 + 1 + 10) * 60);
  });

  it('counts the rounds of a loop that does not run all at once', () => {
    const it = pipeline('it', {}, (p) => {
      p.forEach(['1', '2', '3', '4', '5'], (p) => void p.step(lasting('a', 10)), { parallelism: 2 });
    });
    expect(deadlineOf(it)).toBe((3 * 11 + 10) * 60);
  });

  it('counts what comes after a step inside a branch', () => {
    const it = pipeline('it', {}, (p) => {
      const first = p.step(lasting('first', 60));
      p.forEach(['1'], (p) => void p.step(lasting('second', 60), {}, { after: [first] }));
    });
    expect(deadlineOf(it)).toBe((61 + 61 + 10) * 60);
  });

  it('counts the finally and the pipelines inside', () => {
    const inner = pipeline('inner', {}, (p) => {
      p.step(lasting('a', 10));
      p.finally((p) => void p.step(lasting('b', 20)));
    });
    const outer = pipeline('outer', {}, (p) => {
      p.step(inner);
      p.finally((p) => void p.step(lasting('c', 30)));
    });
    expect(deadlineOf(outer)).toBe((11 + 21 + 31 + 10) * 60);
  });

  it('may be longer, but not shorter than what is inside', () => {
    const of = (deadline: Duration) => pipeline('it', {}, (p) => void p.step(lasting('a', 30)), { deadline });
    expect(deadlineOf(of(Duration.hours(2)))).toBe(7200);
    expect(deadlineOf(of(Duration.minutes(31)))).toBe(1860);
    expect(() => emitted(of(Duration.minutes(30)))).toThrow(
      /MLP1304: the deadline of pipeline 'it' is 1800 s, but its stages may take 1860 s.*\n {2}expected: a deadline of at least 1860 s\n {2}fix: .*\n {2}at chart\/it/,
    );
  });
});
