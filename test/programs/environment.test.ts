import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optional, readEnvironment, required } from '../../src/programs/environment';
import { decimal, oneOf, whole } from '../../src/programs/parse';

const contract = {
  count: required('COUNT', whole('items', 1, 9)),
  share: optional('SHARE', decimal('percent', 0, 100), 50),
  mode: optional('MODE', oneOf(['fast', 'slow']), undefined),
};

describe('readEnvironment', () => {
  it('reads what is there and falls back where nothing is', () => {
    expect(readEnvironment({ COUNT: '3', SHARE: '12.5' }, contract)).toEqual({
      count: 3,
      share: 12.5,
      mode: undefined,
    });
    expect(readEnvironment({ COUNT: '3', SHARE: '', MODE: 'slow' }, contract)).toMatchObject({
      share: 50,
      mode: 'slow',
    });
  });

  it('names everything that is wrong in one error', () => {
    expect(() => readEnvironment({ SHARE: '101', MODE: 'Fast' }, contract)).toThrow(
      'COUNT: is not set; SHARE: expected percent from 0 to 100, found "101"; MODE: expected fast, slow, found "Fast"',
    );
  });

  it('takes a number only as decimal digits within its bounds', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.double().map(String), fc.integer({ min: -20, max: 20 }).map(String)),
        (text) => {
          const fits = /^[1-9]$/.test(text) || /^0+[1-9]$/.test(text);
          const read = (): unknown => readEnvironment({ COUNT: text }, contract);
          if (fits) expect(read()).toMatchObject({ count: Number(text) });
          else expect(read).toThrow(/COUNT/);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
