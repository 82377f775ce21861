/** Below this length a loop copies faster than a call into the engine. */
const SHORT = 40;

/**
 * A growing UTF-8 text.
 *
 * A JavaScript string that grows piece by piece leaves tens of thousands of pieces to the garbage collector for each
 * document, and is then copied twice on its way to the file.
 *
 * @internal
 */
export class TextBuffer {
  #bytes: Buffer = Buffer.allocUnsafe(1 << 17);
  #used = 0;

  clear(): void {
    this.#used = 0;
  }

  put(text: string): void {
    const { length } = text;
    // One code unit is at most three bytes.
    if (this.#used + 3 * length > this.#bytes.length) this.#grow(3 * length);
    if (length > SHORT) {
      this.#used += this.#bytes.write(text, this.#used, 'utf8');
      return;
    }
    const bytes = this.#bytes;
    const used = this.#used;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) {
        this.#used = used + bytes.write(text, used, 'utf8');
        return;
      }
      bytes[used + i] = code;
    }
    this.#used = used + length;
  }

  /** The text so far; the bytes are overwritten after the next `clear`. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#used);
  }

  toString(): string {
    return this.#bytes.toString('utf8', 0, this.#used);
  }

  #grow(by: number): void {
    const bytes = Buffer.allocUnsafe(2 * this.#bytes.length + by);
    this.#bytes.copy(bytes, 0, 0, this.#used);
    this.#bytes = bytes;
  }
}
