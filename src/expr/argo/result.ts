/**
 * Why the controller would not get a value out of a text.
 *
 * - `unresolved`: a name is not there (yet), so it looks again and again;
 * - `failed`: it gives up with the message;
 * - `unsupported`: we don't know what it does. Never a guess: whoever asked says that this is undecided.
 *
 * @internal
 */
export interface Problem {
  readonly kind: 'unresolved' | 'failed' | 'unsupported';
  /** The controller's own words, as far as it has some. */
  readonly message: string;
}

/**
 * A value, or why there is none. Nothing in this folder throws.
 *
 * @internal
 */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** @internal */
export const found = <T>(value: T): Result<T> => ({ ok: true, value });

/** @internal */
export const failed = (message: string): Result<never> => ({ ok: false, problem: { kind: 'failed', message } });

/** @internal */
export const unresolved = (message: string): Result<never> => ({ ok: false, problem: { kind: 'unresolved', message } });

/** @internal */
export const unsupported = (message: string): Result<never> => ({
  ok: false,
  problem: { kind: 'unsupported', message },
});
