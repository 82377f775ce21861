import { describe, expect, it } from 'vitest';
import { patternOf } from '../../../src/expr/argo/go-pattern';

const characters = [...Array.from({ length: 300 }, (_, code) => String.fromCodePoint(code)), 'ſ', '語', '\u{1F600}'];

describe('a class of a pattern', () => {
  it.each(['d', 'D', 'w', 'W', 's', 'S'])('takes with \\%s in it what that takes alone', (letter) => {
    const taken = (pattern: string) => {
      const regexp = patternOf(`^${pattern}$`);
      return characters.filter((each) => typeof regexp !== 'string' && regexp.test(each));
    };
    expect(taken(`[\\${letter}]`)).toEqual(taken(`\\${letter}`));
    expect(taken(`[^\\${letter}]`)).toEqual(characters.filter((each) => !taken(`\\${letter}`).includes(each)));
    expect(taken(`[\\${letter}-]`)).toContain('-');
  });
});
