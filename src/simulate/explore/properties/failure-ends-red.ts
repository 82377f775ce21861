import type { Property } from '../property';
import { judging } from '../role';

/** @internal */
export const failureEndsRed: Property = {
  name: 'failure-ends-red',
  says: 'a run in which a gate did not pass, or a change failed or was taken back, ends red',
  needs: (effects) => (effects.size > 0 ? undefined : 'no template has a role'),
  broken({ phase, events }) {
    if (phase !== 'Succeeded') return undefined;
    const overridden = events.some(({ effect, done }) => effect === 'overrides' && done);
    for (const { effect, step, done, passed } of events) {
      if (judging(effect) && !passed && !overridden) return `${step} does not pass, and the run ends Succeeded`;
      if (effect === 'reverts' || effect === 'holds') return `${step} ${effect}, and the run ends Succeeded`;
      if (!done) return `${step} does not end well, and the run ends Succeeded`;
    }
    return undefined;
  },
};
