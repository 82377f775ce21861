import type { Effect, Program } from './effect';

/** An effect that the world has to carry out; calls are the driver's own affair. @internal */
export type WorldEffect = Exclude<Effect, { readonly kind: 'call' }>;

/**
 * Drives a procedure in the real world.
 *
 * @param carryOut repeats an effect until its answer is clear; what it throws ends the procedure where it is
 * @example perform(beginGate(job), (effect) => cluster.carryOut(effect))
 * @internal
 */
export async function perform<T>(program: Program<T>, carryOut: (effect: WorldEffect) => Promise<unknown>): Promise<T> {
  let turn = program.next();
  while (turn.done !== true) {
    const effect = turn.value;
    const answer =
      effect.kind === 'call' ? await perform(effect.procedure(...effect.args), carryOut) : await carryOut(effect);
    turn = program.next(answer);
  }
  return turn.value;
}
