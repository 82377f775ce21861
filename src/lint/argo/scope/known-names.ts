/** Names that are known, and beginnings of names that only show when it runs. @internal */
export class KnownNames {
  readonly #names: Set<string>;
  readonly #open: Set<string>;

  constructor(from?: KnownNames) {
    this.#names = new Set(from === undefined ? [] : from.#names);
    this.#open = new Set(from === undefined ? [] : from.#open);
  }

  add(...names: readonly string[]): this {
    for (const name of names) this.#names.add(name);
    return this;
  }

  /** Takes every name that begins so. */
  addAll(prefix: string): this {
    this.#open.add(prefix);
    return this;
  }

  has(name: string): boolean {
    if (this.#names.has(name)) return true;
    for (const prefix of this.#open) {
      if (name.startsWith(prefix)) return true;
    }
    return false;
  }

  /** For 'did you mean'. */
  get listed(): readonly string[] {
    return [...this.#names];
  }
}
