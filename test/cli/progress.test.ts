import { describe, expect, it } from 'vitest';
import { progressOn } from '../../src/cli/progress';
import { mayMove } from '../../src/cli/terminal';

function shown(isLive: boolean, times: readonly number[]): string {
  let written = '';
  let now = 0;
  const progress = progressOn(
    {
      err: (text) => {
        written += text;
      },
      isLive,
    },
    () => now,
  );
  for (const time of times) {
    now = time;
    progress.at(`at ${time}`);
  }
  progress.end();
  progress.end();
  return written;
}

describe('progress', () => {
  it('says nothing of what takes less than a second', () => {
    expect(shown(true, [0, 500, 999])).toBe('');
  });

  it('is one line from then on, written over ten times a second at most, and gone at the end', () => {
    expect(shown(true, [0, 1000, 1001, 1099, 1100])).toBe('\r\u001b[Kat 1000\r\u001b[Kat 1100\r\u001b[K');
  });

  it('is for terminals only', () => {
    expect(shown(false, [0, 5000])).toBe('');
  });

  it.each([
    [true, {}, true],
    [true, { NO_COLOR: '1' }, true],
    [true, { TERM: 'dumb' }, false],
    [true, { CI: 'true' }, false],
    [undefined, {}, false],
  ])('on a terminal: %s, with %j, is there: %s', (isTerminal, env, expected) => {
    expect(mayMove(isTerminal, env)).toBe(expected);
  });
});
