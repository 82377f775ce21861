import { asks, type Property } from '../property';

/** @internal */
export const passBeforePromotion: Property = {
  name: 'pass-before-promotion',
  says: 'nothing is promoted before every gate passed, or somebody with the right to overrode it',
  needs: asks('gate', 'promotes'),
  broken({ events, setAside }, gates) {
    const asked = gates.filter((gate) => setAside?.has(gate) !== true);
    for (const promotion of events.filter(({ effect }) => effect === 'promotes')) {
      const before = events.filter(({ finishedAt }) => finishedAt <= promotion.startedAt);
      if (before.some(({ effect, done }) => effect === 'overrides' && done)) continue;
      const missing = asked.filter((gate) => !before.some(({ template, passed }) => template === gate && passed));
      if (missing.length > 0) return `${promotion.step} promotes, and ${missing.join(', ')} did not pass before`;
    }
    return undefined;
  },
};
