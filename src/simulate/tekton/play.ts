import { look } from './run/look';
import type { PipelineRun } from './run/pipeline-run';
import type { TektonWorld } from './run/world';

/** Looks without anything happening meanwhile that no run needs. */
const maxLooks = 10_000;

/**
 * Lets time pass until all runs have ended, or nothing can happen any more, or the time is up.
 *
 * @param before told before the controller looks at runs, and before time passes: steps begin in either
 * @internal
 */
export function playTektonRuns(world: TektonWorld, runs: PipelineRun[], until: number, before?: () => void): void {
  for (;;) {
    lookAtAll(runs, before);
    if (!goesOn(world, runs, until)) return;
    before?.();
    world.clock.advance();
  }
}

/** The same where time itself starts runs: until the time is up. @internal */
export function playTektonOn({ clock }: TektonWorld, runs: PipelineRun[], until: number): void {
  do lookAtAll(runs);
  while ((clock.next() ?? Number.POSITIVE_INFINITY) <= until && clock.advance());
}

/** The same with steps whose outcomes come while real time passes. @internal */
export async function playTektonAlong(
  world: TektonWorld,
  runs: PipelineRun[],
  until: number,
  anyEnds: () => Promise<void> | undefined,
): Promise<void> {
  for (;;) {
    lookAtAll(runs);
    const ends = runs.some(({ finishedAt }) => finishedAt === undefined) ? anyEnds() : undefined;
    if (ends !== undefined) await ends;
    else if (!goesOn(world, runs, until) || !world.clock.advance()) return;
  }
}

function lookAtAll(runs: PipelineRun[], before?: () => void): void {
  for (let looks = 0; looks < maxLooks; looks++) {
    if (runs.every(({ dirty }) => !dirty)) return;
    before?.();
    for (const run of [...runs]) {
      if (!run.dirty) continue;
      run.dirty = false;
      look(run, (child) => runs.push(child));
      if (run.changed) run.dirty = true;
    }
  }
  throw new Error('a run changes for ever without time passing');
}

function goesOn({ clock }: TektonWorld, runs: readonly PipelineRun[], until: number): boolean {
  const next = clock.next();
  return next !== undefined && next <= until && runs.some(({ finishedAt }) => finishedAt === undefined);
}
