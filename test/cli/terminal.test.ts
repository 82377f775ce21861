import { expect, it } from 'vitest';
import { mayColor, paint } from '../../src/cli/terminal';

it.each([
  [true, {}, true],
  [true, { NO_COLOR: '' }, true],
  [true, { NO_COLOR: '1' }, false],
  [true, { TERM: 'dumb' }, false],
  [false, {}, false],
  [undefined, {}, false],
])('on a terminal: %s, with %j, colour is %s', (isTerminal, env, expected) => {
  expect(mayColor(isTerminal, env)).toBe(expected);
});

it('colours a word and nothing after it', () => {
  expect(paint('error', 'red', true)).toBe('\u001b[31merror\u001b[0m');
  expect(paint('error', 'red', false)).toBe('error');
});
