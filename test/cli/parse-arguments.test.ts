import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/cli/parse-arguments';

describe('what is typed after a verb', () => {
  const specs = {
    parameter: { type: 'string', short: 'p', value: 'name=value', many: true, about: '' },
    entry: { type: 'string', value: 'name', about: '' },
  } as const;

  it('keeps every value of an option that may be there several times, in order', () => {
    const typed = [
      '-p',
      'a=1',
      'folder',
      '--parameter',
      'b=2',
      '-pc=3',
      '--parameter=d=4',
      '--entry',
      'x',
      '--entry=y',
    ];
    expect(parseArguments(typed, specs, 'run')).toEqual({
      paths: ['folder'],
      options: { entry: 'y' },
      lists: { parameter: ['a=1', 'b=2', 'c=3', 'd=4'] },
    });
  });

  it.each([
    [['-p'], '-p lacks its value'],
    [['-p', '-q'], '-p lacks its value'],
    [['-q'], 'run has no option -q'],
  ])('refuses %j', (typed, message) => {
    expect(() => parseArguments(typed, specs, 'run')).toThrow(message);
  });
});
