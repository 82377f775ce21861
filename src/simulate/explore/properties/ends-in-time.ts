import type { Property } from '../property';

/** @internal */
export const endsInTime: Property = {
  name: 'ends-in-time',
  says: 'every run ends, even if a pod hangs, never starts, or nobody answers',
  needs: () => undefined,
  broken({ stuck }) {
    const found = stuck.find(({ why }) => why === 'pod' || why === 'resume' || why === 'time');
    return found === undefined ? undefined : `${found.node} has no deadline: ${found.what}`;
  },
};
