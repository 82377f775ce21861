import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startDeadline } from '../../../../src/programs/deadline';
import type { ChangeAnswer } from '../../../../src/programs/release/change';
import { locksOf } from '../../../../src/programs/release/world/locks';
import { openSession } from '../../../../src/programs/session';
import { Trouble } from '../../../../src/programs/trouble';

const calling = () => ({ deadline: startDeadline(10), session: openSession('locks', () => undefined) });

function locks(answers: (ChangeAnswer | Trouble)[], lease = 60) {
  const asked: string[] = [];
  const change = async (side: string, transition: string): Promise<ChangeAnswer> => {
    asked.push(`${transition} ${side}`);
    const answer = answers.shift() ?? 'done';
    if (answer instanceof Trouble) throw answer;
    return answer;
  };
  return { asked, locks: locksOf(change, lease, calling()) };
}

describe('a lock', () => {
  it('is waited for', async () => {
    const { asked, locks: held } = locks(['busy', 'busy', 'done']);
    expect(await held.take('source', 5)).toBe('locked');
    expect(asked).toEqual(['lock source', 'lock source', 'lock source']);
  });

  it('is asked for once where nobody waits, and given up after the wait', async () => {
    expect(await locks(['busy']).locks.take('source', 0)).toBe('timeout');
    const { asked, locks: held } = locks(Array.from({ length: 99 }, () => 'busy' as const));
    expect(await held.take('source', 0.3)).toBe('timeout');
    expect(asked.length).toBeGreaterThan(2);
  });

  it('is renewed while something takes long, each of those that are held', async () => {
    const { asked, locks: held } = locks([]);
    await held.take('source', 1);
    await held.take('target', 1);
    held.note('target', 'unlock', 'done');
    expect(await held.during(() => sleep(100, 'ready'))).toBe('ready');
    expect(new Set(asked.slice(2))).toEqual(new Set(['renew source']));
    expect(asked.length).toBeGreaterThan(3);
  });

  it('that was inherited is renewed as well', async () => {
    const { asked, locks: held } = locks([]);
    held.note('source', 'inherit', 'done');
    await held.during(() => sleep(50));
    expect(asked).toContain('renew source');
  });

  it('is not renewed where nothing takes long, or nobody holds one', async () => {
    const { asked, locks: held } = locks([], 60_000);
    await held.during(() => sleep(20));
    await held.take('source', 1);
    await held.during(() => sleep(20));
    expect(asked).toEqual(['lock source']);
  });

  it('that is lost ends what was done under it at once, where there is an answer for that', async () => {
    const { locks: held } = locks(['done', 'lost']);
    await held.take('source', 1);
    const started = performance.now();
    expect(await held.during(() => sleep(5000, 'pushed', { ref: false }), { answer: 'behind' })).toBe('behind');
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('that is lost does not end what needs none', async () => {
    const { locks: held } = locks(['done', 'lost']);
    await held.take('source', 1);
    expect(await held.during(() => sleep(100, 'mirrored'))).toBe('mirrored');
  });

  it('is tried again where it could not be renewed', async () => {
    const { asked, locks: held } = locks(['done', new Trouble('the API server is away')]);
    await held.take('source', 1);
    expect(await held.during(() => sleep(100, 'pushed'), { answer: 'behind' })).toBe('pushed');
    expect(asked.length).toBeGreaterThan(2);
  });

  it('lets what goes wrong under it go wrong', async () => {
    const { locks: held } = locks([]);
    await held.take('source', 1);
    await expect(held.during(() => Promise.reject(new Trouble('no')))).rejects.toThrow('no');
  });
});
