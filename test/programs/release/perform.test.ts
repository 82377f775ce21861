import { expect, it } from 'vitest';
import { lock, look, type Program } from '../../../src/programs/release/effect';
import { perform, type WorldEffect } from '../../../src/programs/release/perform';
import { call } from '../../../src/programs/release/procedure';

function* inner(): Program<number> {
  return yield* look('source', ({ token }) => token);
}

function* outer(): Program<string> {
  const locked = yield* lock('target');
  const token = yield* call(inner);
  return `${locked} ${token}`;
}

it('hands each effect to the world and each answer back, through calls as well', async () => {
  const asked: string[] = [];
  const carryOut = async (effect: WorldEffect): Promise<unknown> => {
    asked.push(effect.kind);
    return effect.kind === 'lock' ? 'locked' : 7;
  };
  expect(await perform(outer(), carryOut)).toBe('locked 7');
  expect(asked).toEqual(['lock', 'look']);
});

it('ends where an effect cannot be carried out', async () => {
  const asked: string[] = [];
  const carryOut = async (effect: WorldEffect): Promise<unknown> => {
    asked.push(effect.kind);
    throw new Error('the API server does not answer');
  };
  await expect(perform(outer(), carryOut)).rejects.toThrow('the API server does not answer');
  expect(asked).toEqual(['lock']);
});
