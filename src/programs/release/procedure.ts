import type { Program } from './effect';

/**
 * A part of the protocol: a generator that yields what it wants done and is given the answers.
 *
 * It knows nothing but its arguments and the answers, so it can be driven by the real world as well as by a search that
 * tries every interleaving, and taken up anywhere by giving it the same answers again.
 *
 * @internal
 */
// biome-ignore lint/suspicious/noExplicitAny: any procedure, whatever it takes and returns; `call` knows both.
export type Procedure = (...args: any[]) => Program<unknown>;

/**
 * Carries out a procedure.
 *
 * Not just `yield* procedure(…)`: to whoever drives them a call is a boundary behind which what was answered inside is
 * forgotten and only the result counts.
 *
 * @internal
 */
export function* call<A extends readonly unknown[], T>(procedure: (...args: A) => Program<T>, ...args: A): Program<T> {
  return (yield { kind: 'call', procedure: procedure as Procedure, args }) as T;
}
