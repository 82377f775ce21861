import { expect, it } from 'vitest';
import { verdicts as declared } from '../../src/core/verdict';
import { verdicts } from '../../src/programs/verdict';

it('the programs end with the words that a gate declares', () => {
  expect([...verdicts].sort()).toEqual([...declared].sort());
});
