import type { Synchronization } from '../../schemas/argo/types';
import { anyString } from '../plan/any-string';
import type { Wanted } from '../world/locks';
import { configMapValue } from './config-map-value';
import type { Run } from './run';

/** Gets the locks of a workflow or node; else the one it waits for, and Argo's message; or why it never gets them. @internal */
export function acquire(
  run: Run,
  key: string,
  synchronization: Synchronization,
):
  | { readonly names: readonly string[] }
  | { readonly lock: string; readonly message: string }
  | { readonly problem: string } {
  const wanted = wantedBy(run, synchronization);
  if (typeof wanted === 'string') return { problem: wanted };
  const { plan, createdAt, spec, world } = run;
  const workflow = `${plan.namespace}/${plan.name}`;
  const holder = { key: `${workflow}/${key}`, workflow, priority: spec.priority ?? 0, since: createdAt };
  const missing = world.locks.acquire(holder, wanted);
  return missing ?? { names: wanted.map(({ name }) => name) };
}

/** @internal */
export function release({ plan, world }: Run, key: string, names: readonly string[]): void {
  world.locks.release(`${plan.namespace}/${plan.name}/${key}`, names);
}

function wantedBy(run: Run, { semaphores = [], mutexes = [] }: Synchronization): readonly Wanted[] | string {
  const own = run.plan.namespace;
  const wanted: Wanted[] = [];
  for (const { configMapKeyRef: ref, database, namespace = own } of semaphores) {
    if (ref !== undefined) {
      const limit = limitOf(run, ref);
      const name = `${namespace}/ConfigMap/${ref.name}/${ref.key}`;
      if (limit === undefined) return `failed to initialize semaphore ${name} with limit`;
      wanted.push({ name, limit });
    } else if (database !== undefined) {
      run.world.assumptions.add(`the limit of semaphore '${database.key}' is in a database; it is taken as 1`);
      wanted.push({ name: `${namespace}/Database/${database.key}`, limit: 1 });
    } else
      return 'requested configuration is invalid: cannot get LockName for a Semaphore without a ConfigMapRef or Database';
  }
  for (const { name, namespace = own, database } of mutexes)
    wanted.push({ name: `${namespace}/${database === true ? 'Database' : 'Mutex'}/${name}`, limit: 1 });
  const names = wanted.map(({ name }) => name);
  if (new Set(names).size < names.length)
    return 'requested configuration is invalid: duplicate synchronization item found';
  return wanted;
}

function limitOf(run: Run, ref: { readonly name?: string; readonly key: string }): number | undefined {
  const found = configMapValue(run, ref);
  if ('value' in found) {
    const limit = Number(anyString(found.value));
    return Number.isInteger(limit) && limit > 0 ? limit : undefined;
  }
  run.world.assumptions.add(
    `ConfigMap '${ref.name}' with the semaphore '${ref.key}' is not among the manifests; its limit is taken as 1`,
  );
  return 1;
}
