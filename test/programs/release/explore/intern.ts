/** Gives equal values the same small number, so that states are compared and hashed as numbers. */
export class Interned<T> {
  readonly values: T[] = [];
  readonly #ids = new Map<string, number>();
  readonly #key: (value: T) => string;

  constructor(key: (value: T) => string = JSON.stringify) {
    this.#key = key;
  }

  id(value: T): number {
    const key = this.#key(value);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.values.push(value) - 1;
    this.#ids.set(key, id);
    return id;
  }

  get(id: number): T {
    const value = this.values[id];
    if (value === undefined) throw new Error(`nothing has the number ${id}`);
    return value;
  }
}
