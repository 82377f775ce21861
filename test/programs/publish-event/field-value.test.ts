import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldValue } from '../../../src/programs/publish-event/field-value';

describe('a number of an event', () => {
  const value = (text: string) => fieldValue({ name: 'score', kind: 'number' }, text);

  it('is any that a program prints', () => {
    const printed = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0));
    fc.assert(fc.property(printed, (number) => value(String(number)) === number));
  });

  it.each(['0.24000000000000002', '1e-05', '1e+16', '-0.000001234567890123456'])('may be %s', (text) => {
    expect(value(text)).toBe(Number(text));
  });

  it.each(['', ' 1', '0x10', '1_000', 'Infinity', '1e999', '.5', '1.', '1,5'])("is not '%s'", (text) => {
    expect(() => value(text)).toThrow('score: expected a number');
  });
});
