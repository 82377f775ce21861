import { createHash } from 'node:crypto';

/**
 * The part of `sha.js` that isomorphic-git uses: objects of git are named by their SHA-1.
 *
 * @internal
 */
export default class Sha1 {
  readonly #hash = createHash('sha1');

  update(bytes: Uint8Array): this {
    this.#hash.update(bytes);
    return this;
  }

  digest(): Buffer;
  digest(encoding: 'hex'): string;
  digest(encoding?: 'hex'): Buffer | string {
    return encoding === undefined ? this.#hash.digest() : this.#hash.digest(encoding);
  }
}
