import { createHash } from 'node:crypto';
import type { Event } from './history';
import type { Play } from './play-choices';
import { judging } from './role';
import type { Subject } from './subject';

/**
 * What the rest of a run depends on, and what the properties ask of it so far, as one short text: two runs with the same
 * key go on alike, and come to the same answers.
 *
 * @param leaf the one that starts
 * @param time when something happens makes a difference
 * @internal
 */
export function stateKey<Run>(subject: Subject<Run>, play: Play<Run>, leaf: string, time: boolean): string {
  const { run, releases } = play;
  const { events, setAside = [] } = subject.historyOf(run, releases.events());
  const parts = [leaf, releases.key(subject.nowOf(run)), progressKey(events), [...setAside].sort().join(' ')];
  parts.push(...[...subject.undecidedOf(run)].sort());
  parts.push(subject.keyOf(play, time));
  return createHash('sha1').update(parts.join('\n')).digest('base64');
}

/** Gates count by what passed and whether one did not; everything else by what happened in which order. */
function progressKey(events: readonly Event[]): string {
  const passed = new Set<string>();
  let failed = false;
  const done: string[] = [];
  for (const event of events) {
    if (judging(event.effect)) {
      if (event.passed) passed.add(event.template);
      // One that still runs has not failed: else a run in which another one did would look like this one.
      else if (event.finishedAt !== Number.POSITIVE_INFINITY) failed = true;
    } else {
      done.push(`${event.effect} ${event.environment ?? ''} ${event.done} ${event.locked ?? ''}`);
    }
  }
  return [[...passed].sort().join(' '), failed, ...done].join(';');
}
