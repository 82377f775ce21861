import { asks, type Property, sameEnvironment } from '../property';

/** @internal */
export const aliasAfterRollout: Property = {
  name: 'alias-after-rollout',
  says: "an environment's alias moves only after its roll-out was checked",
  needs: asks('moves-alias'),
  broken({ events }) {
    for (const alias of events.filter(({ effect }) => effect === 'moves-alias')) {
      const checked = events.some(
        ({ effect, done, finishedAt, environment }) =>
          effect === 'checks-rollout' &&
          done &&
          finishedAt <= alias.startedAt &&
          sameEnvironment(environment, alias.environment),
      );
      if (!checked) return `${alias.step} moves the alias, and no roll-out was checked before`;
    }
    return undefined;
  },
};
