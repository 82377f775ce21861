import { asks, type Property } from '../property';

/** @internal */
export const neverBoth: Property = {
  name: 'never-both',
  says: 'a candidate is never both promoted and reverted',
  needs: asks('promotes', 'reverts'),
  broken({ events }) {
    const promoted = events.find(({ effect, done }) => effect === 'promotes' && done);
    const reverted = events.find(({ effect, done }) => effect === 'reverts' && done);
    if (promoted === undefined || reverted === undefined) return undefined;
    return `${promoted.step} promotes, and ${reverted.step} reverts`;
  },
};
