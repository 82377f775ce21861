import { describe, expect, it } from 'vitest';
import { quantity } from '../../../src/programs/kubernetes/quantity';

describe('a quantity', () => {
  it.each([
    ['500m', 0.5],
    ['1', 1],
    ['1.5', 1.5],
    ['.5', 0.5],
    ['123456789n', 0.123456789],
    ['250u', 0.00025],
    ['128974848', 128974848],
    ['129e6', 129e6],
    ['129M', 129e6],
    ['123Mi', 123 * 2 ** 20],
    ['1Gi', 2 ** 30],
    ['1k', 1000],
    ['1E', 1e18],
    ['1e3', 1000],
    ['1E3', 1000],
    ['1e-3', 0.001],
    ['0', 0],
  ])('%s is %d', (text, value) => {
    expect(quantity(text)).toBeCloseTo(value, 12);
  });

  it.each([
    '',
    'NaN',
    'Infinity',
    '-1',
    '1 Gi',
    '1gi',
    '1K',
    '1KiB',
    '0x10',
    '1,5',
    '1e',
    '1e999',
    'm',
    5,
    null,
    undefined,
    {},
  ])('%j is none', (text) => {
    expect(quantity(text)).toBeUndefined();
  });
});
