import type { RunState } from './run-state';

/** How often training came to its end. @internal */
export interface Statistics {
  readonly runs: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly running: number;
  /** Of those that ended, from 0 to 1; absent where none did. */
  readonly rate?: number | undefined;
  /** Of those that succeeded: half of them took no longer. */
  readonly medianSeconds?: number | undefined;
  readonly lastSuccess?: string | undefined;
}

/** @param runs the newest first @internal */
export function statisticsOf(runs: readonly RunState[]): Statistics {
  const count = (state: RunState['state']): number => runs.filter((run) => run.state === state).length;
  const [succeeded, failed] = [count('succeeded'), count('failed')];
  const times = runs.flatMap(({ state, seconds }) => (state === 'succeeded' && seconds !== undefined ? [seconds] : []));
  const median = times.sort((a, b) => a - b)[Math.floor((times.length - 1) / 2)];
  const last = runs.find(({ state }) => state === 'succeeded');
  return {
    runs: runs.length,
    succeeded,
    failed,
    running: count('running'),
    ...(succeeded + failed === 0 ? {} : { rate: succeeded / (succeeded + failed) }),
    ...(median === undefined ? {} : { medianSeconds: median }),
    ...(last === undefined ? {} : { lastSuccess: last.started }),
  };
}

/** @internal */
export function statisticsText(of: Statistics): string {
  if (of.runs === 0) return 'never trained';
  const ended = of.succeeded + of.failed;
  return [
    `${of.succeeded} of ${ended} succeeded${of.rate === undefined ? '' : ` (${Math.round(of.rate * 100)} %)`}`,
    ...(of.running === 0 ? [] : [`${of.running} under way`]),
    ...(of.medianSeconds === undefined ? [] : [`half of them within ${of.medianSeconds} s`]),
    ...(of.lastSuccess === undefined ? [] : [`the last one ${of.lastSuccess}`]),
  ].join(', ');
}
