import type { Event } from '../history';
import { type Property, sameEnvironment } from '../property';
import type { Effect } from '../role';

const changes: ReadonlySet<Effect> = new Set<Effect>(['deploys', 'moves-alias', 'promotes', 'reverts']);

/** @internal */
export const changesUnderLock: Property = {
  name: 'changes-under-lock',
  says: 'every change is made by the holder of the lock',
  needs: (effects) => ([...changes].some((effect) => effects.has(effect)) ? undefined : 'no template changes anything'),
  broken({ events, locked }) {
    const change = events.find(
      (event) => changes.has(event.effect) && !(event.locked ?? (locked || isLocked(events, event))),
    );
    return change === undefined ? undefined : `${change.step} ${change.effect}, and nobody holds the lock`;
  },
};

function isLocked(events: readonly Event[], { step, startedAt, finishedAt, environment }: Event): boolean {
  // The step itself, or one around it.
  const isAround = (other: string) => other === step || step.startsWith(`${other}.`) || step.startsWith(`${other}[`);
  if (events.some((event) => event.effect === 'locked' && isAround(event.step))) return true;
  const taken = events.filter(
    (event) =>
      event.effect === 'locks' &&
      event.done &&
      event.finishedAt <= startedAt &&
      sameEnvironment(event.environment, environment),
  );
  return taken.some(
    (lock) =>
      !events.some(
        (event) =>
          event.effect === 'unlocks' &&
          event.startedAt >= lock.finishedAt &&
          event.startedAt < finishedAt &&
          sameEnvironment(event.environment, environment),
      ),
  );
}
