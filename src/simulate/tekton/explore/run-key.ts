import { createHash } from 'node:crypto';
import type { Event } from '../../explore/history';
import { progressKey } from '../../explore/state-key';
import { valueText } from '../plan/value';
import { type Child, hasEnded } from '../run/child';
import type { RunPlay } from './play-run';

/**
 * What the rest of a run depends on, and what the properties ask of it so far, as one short text. Of a task that is over
 * only its end and its results are seen by others; of one that goes on, what its pod has left so far.
 *
 * @param leaf the one that starts
 * @param time when something happens makes a difference
 * @internal
 */
export function runKey(
  { runs, chosen, releases, world }: RunPlay,
  leaf: string,
  events: readonly Event[],
  time: boolean,
): string {
  const now = world.clock.now();
  const parts = [leaf, releases.key(now), progressKey(events)];
  for (const run of runs) {
    parts.push(`${run.name} ${run.phase} ${run.finallyStartedAt !== undefined}`);
    if (time) parts.push(String(now - run.createdAt));
    for (const { children } of run.tasks)
      for (const child of children) parts.push(childKey(run.name, child, chosen, now, time));
  }
  return createHash('sha1').update(parts.join('\n')).digest('base64');
}

function childKey(run: string, child: Child, chosen: ReadonlyMap<string, string>, now: number, time: boolean): string {
  const { name, path, phase, reason, results, steps, files, attempt, startedAt } = child;
  const seen = `${name} ${phase} ${reason} ${[...results].map(([key, value]) => `${key}=${valueText(value)}`).join(',')}`;
  if (hasEnded(child)) return seen;
  const pod = steps.map(
    (step) =>
      `${step.phase}${step.exitCode ?? ''} ${time ? step.startedAt : now - step.startedAt} ${chosen.get(`${run}.${path}.${step.plan.name}`) ?? ''}`,
  );
  return `${seen} ${chosen.get(`${run}.${path}`) ?? ''} ${attempt} ${now - startedAt} ${pod.join(';')} ${[...files].map((file) => file.join('=')).join(';')}`;
}
