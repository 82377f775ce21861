/** Who may hold a lock now. */
interface Lock {
  readonly limit: number;
  readonly holders: Set<string>;
  /** Who waits, first in line first. */
  readonly queue: Waiting[];
}

interface Waiting {
  readonly key: string;
  readonly workflow: string;
  readonly priority: number;
  readonly since: number;
}

/** What somebody wants to lock. @internal */
export interface Wanted {
  readonly name: string;
  readonly limit: number;
}

/** Who wants it. @internal */
export interface Holder {
  readonly key: string;
  readonly workflow: string;
  readonly priority: number;
  /** When the workflow was created. */
  readonly since: number;
}

/** Mutexes and semaphores of a cluster. @internal */
export interface Locks {
  /** All or none; without all of them, the one that is missing and Argo's message. */
  acquire(holder: Holder, wanted: readonly Wanted[]): { readonly lock: string; readonly message: string } | undefined;
  release(key: string, names: readonly string[]): void;
  copy(): Locks;
}

/** @internal */
export function createLocks(): Locks {
  return locksFrom(new Map());
}

function locksFrom(locks: Map<string, Lock>): Locks {
  return {
    acquire(holder, wanted) {
      for (const { name, limit } of wanted) {
        let lock = locks.get(name);
        if (lock === undefined) {
          lock = { limit, holders: new Set(), queue: [] };
          locks.set(name, lock);
        }
        enqueue(lock, holder);
      }
      for (const { name } of wanted) {
        const lock = locks.get(name);
        if (lock === undefined || mayHave(lock, holder)) continue;
        return {
          lock: name,
          message: `Waiting for ${name} lock. Lock status: ${lock.limit - lock.holders.size}/${lock.limit}`,
        };
      }
      for (const { name } of wanted) {
        const lock = locks.get(name);
        if (lock === undefined || lock.holders.has(holder.key)) continue;
        // As Argo: who stands first leaves the line, even where another node of the same workflow got the lock.
        lock.queue.shift();
        lock.holders.add(holder.key);
      }
      return undefined;
    },
    release(key, names) {
      for (const name of names) {
        const lock = locks.get(name);
        if (lock === undefined) continue;
        lock.holders.delete(key);
        const at = lock.queue.findIndex((waiting) => waiting.key === key);
        if (at !== -1) lock.queue.splice(at, 1);
      }
    },
    copy() {
      const copies = new Map<string, Lock>();
      for (const [name, { limit, holders, queue }] of locks)
        copies.set(name, { limit, holders: new Set(holders), queue: [...queue] });
      return locksFrom(copies);
    },
  };
}

/** Higher priority first, then the older workflow. */
function enqueue(lock: Lock, { key, workflow, priority, since }: Holder): void {
  if (lock.holders.has(key) || lock.queue.some((waiting) => waiting.key === key)) return;
  const at = lock.queue.findIndex(
    (waiting) => waiting.priority < priority || (waiting.priority === priority && waiting.since > since),
  );
  lock.queue.splice(at === -1 ? lock.queue.length : at, 0, { key, workflow, priority, since });
}

/** Only the workflow at the front of the line gets it. */
function mayHave(lock: Lock, { key, workflow }: Holder): boolean {
  if (lock.holders.has(key)) return true;
  const first = lock.queue[0];
  if (first !== undefined && first.workflow !== workflow) return false;
  return lock.holders.size < lock.limit;
}
