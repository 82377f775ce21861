/** The states that were seen, by a hash of 64 bits: two among a hundred million fall together once in thousands of searches. */
export class StateSet {
  size = 0;
  #low: Uint32Array;
  #high: Uint32Array;
  #mask: number;

  constructor(bits = 16) {
    this.#mask = 2 ** bits - 1;
    this.#low = new Uint32Array(2 ** bits);
    this.#high = new Uint32Array(2 ** bits);
  }

  /** Whether the vector at `from` was not there before. */
  add(vectors: Int32Array, from: number, length: number): boolean {
    let a = 0x811c9dc5;
    let b = 0x9747b28c;
    for (let i = from; i < from + length; i += 1) {
      const x = vectors[i] as number;
      a = Math.imul(a ^ x, 0x01000193);
      a ^= a >>> 15;
      b = Math.imul(b ^ (x + i - from), 0x5bd1e995);
      b ^= b >>> 13;
    }
    a = Math.imul(a ^ (a >>> 16), 0x85ebca6b);
    b = Math.imul(b ^ (b >>> 15), 0xc2b2ae35);
    a = (a ^ (a >>> 13)) >>> 0;
    // Zero in both marks an empty place.
    b = ((b ^ (b >>> 16)) >>> 0) | 1;
    return this.#insert(a, b >>> 0);
  }

  #insert(a: number, b: number): boolean {
    if (this.size * 10 > this.#mask * 7) this.#grow();
    let place = a & this.#mask;
    while (this.#high[place] !== 0) {
      if (this.#low[place] === a && this.#high[place] === b) return false;
      place = (place + 1) & this.#mask;
    }
    this.#low[place] = a;
    this.#high[place] = b;
    this.size += 1;
    return true;
  }

  #grow(): void {
    const [low, high] = [this.#low, this.#high];
    this.#mask = this.#mask * 2 + 1;
    this.#low = new Uint32Array(this.#mask + 1);
    this.#high = new Uint32Array(this.#mask + 1);
    this.size = 0;
    for (let i = 0; i < high.length; i += 1) {
      if (high[i] !== 0) this.#insert(low[i] as number, high[i] as number);
    }
  }
}
