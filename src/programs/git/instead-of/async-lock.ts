/**
 * The part of `async-lock` that isomorphic-git uses: whoever asks for a key waits for those who asked before.
 *
 * @internal
 */
export default class AsyncLock {
  readonly #last = new Map<string, Promise<unknown>>();

  acquire<T>(key: string, work: () => Promise<T>): Promise<T> {
    const done = (this.#last.get(key) ?? Promise.resolve()).then(work);
    this.#last.set(
      key,
      done.catch(() => undefined),
    );
    return done;
  }
}
