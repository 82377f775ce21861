import type { Property } from '../property';
import type { Effect } from '../role';

const decisions: ReadonlySet<Effect> = new Set<Effect>(['promotes', 'reverts', 'approves', 'holds']);

/** @internal */
export const candidateDecided: Property = {
  name: 'candidate-decided',
  says: 'every candidate that was deployed is promoted, approved, reverted or held',
  needs: (effects) => {
    if (!effects.has('deploys')) return "no template has the role 'deploys'";
    return [...decisions].some((effect) => effects.has(effect))
      ? undefined
      : 'no template promotes, approves, reverts or holds';
  },
  broken({ events }) {
    const deployed = events.find(({ effect, done }) => effect === 'deploys' && done);
    if (deployed === undefined || events.some(({ effect }) => decisions.has(effect))) return undefined;
    return `${deployed.step} deploys, and nobody promotes, approves, reverts or holds`;
  },
};
