import { operate } from '../run/operate';
import type { Run } from '../run/run';
import type { World } from './world';

/** Looks without anything happening meanwhile that no workflow needs. */
const maxLooks = 10_000;

/**
 * Lets time pass until all runs have ended, or nothing can happen any more, or the time is up.
 *
 * @param before told before the controller looks at a workflow
 * @internal
 */
export function play(world: World, runs: readonly Run[], until: number, before?: () => void): void {
  do look(runs, before);
  while (goesOn(world, runs, until) && world.clock.advance());
}

/** The same where time itself starts runs: until the time is up. @internal */
export function playOn({ clock }: World, runs: readonly Run[], until: number): void {
  do look(runs);
  while ((clock.next() ?? Number.POSITIVE_INFINITY) <= until && clock.advance());
}

/** The same with leaves whose outcomes come while real time passes; the clock waits for them. @internal */
export async function playAlong(
  world: World,
  runs: readonly Run[],
  until: number,
  anyEnds: () => Promise<void> | undefined,
): Promise<void> {
  for (;;) {
    look(runs);
    const ends = runs.some(({ finishedAt }) => finishedAt === undefined) ? anyEnds() : undefined;
    if (ends !== undefined) await ends;
    else if (!goesOn(world, runs, until) || !world.clock.advance()) return;
  }
}

/** The controller looks at each workflow to which something happened, until that changes nothing more. */
function look(runs: readonly Run[], before?: () => void): void {
  for (let looks = 0; looks < maxLooks; looks++) {
    let changed = false;
    for (const run of runs) {
      if (!run.dirty) continue;
      before?.();
      run.dirty = false;
      operate(run);
      if (!run.changed) continue;
      changed = true;
      // Another workflow may have got a lock, or room.
      for (const other of runs) other.dirty = true;
    }
    if (!changed) return;
  }
  throw new Error('a workflow changes for ever without time passing');
}

function goesOn({ clock }: World, runs: readonly Run[], until: number): boolean {
  const next = clock.next();
  return next !== undefined && next <= until && runs.some(({ finishedAt }) => finishedAt === undefined);
}
