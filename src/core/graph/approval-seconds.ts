import { blocksOf } from './block';
import type { UnitGraph } from './unit-graph';

/** How long a run may wait for people, at the most. @internal */
export function approvalSeconds(unit: UnitGraph): number {
  if (unit.kind === 'reference') return approvalSeconds(unit.unit);
  if (unit.kind !== 'pipeline') return 0;
  let sum = 0;
  for (const { nodes } of blocksOf(unit.body)) {
    for (const node of nodes) {
      if (node.kind === 'approval') sum += node.expiresInSeconds;
      else if (node.kind === 'step') sum += approvalSeconds(node.unit);
    }
  }
  return sum;
}
