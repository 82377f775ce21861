/**
 * What a program was given cannot be used; the message is meant for its reader and holds no secret.
 *
 * @internal
 */
export class InputError extends Error {
  override readonly name = 'InputError';
}
