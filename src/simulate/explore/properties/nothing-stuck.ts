import type { Property } from '../property';

/** @internal */
export const nothingStuck: Property = {
  name: 'nothing-stuck',
  says: 'no run waits for ever for a value or for a lock',
  needs: () => undefined,
  broken({ stuck }) {
    const found = stuck.find(({ why }) => why === 'reference' || why === 'lock' || why === 'suspended');
    return found === undefined ? undefined : `${found.node} waits for ever: ${found.what}`;
  },
};
