import type { Template } from '../../schemas/argo/types';
import type { Leaf } from '../scenario/executor';
import type { Choice } from './choice';
import { programOf, variableOf } from './our-programs';

/**
 * What find-trained may see: the configuration is new, or was trained before; where it is forced it does not look. Nothing
 * for other programs.
 *
 * @internal
 */
export function findTrainedChoices(leaf: Leaf, template: Template): readonly Choice[] | undefined {
  if (programOf(template) !== 'find-trained') return undefined;
  const isForced = variableOf(leaf.manifest(), 'FORCE') === 'true';
  const sees = (outcome: string, run: string, version: string, deviation: string): Choice => ({
    deviation,
    outcome: {
      kind: 'ended',
      exitCode: 0,
      outputs: { outcome, 'config-hash': 'a'.repeat(64), 'trained-run': run, 'trained-version': version },
    },
    standsFor: 1,
  });
  if (isForced) return [sees('forced', 'none', 'none', '')];
  return [
    sees('none', 'none', 'none', ''),
    sees('found', 'b'.repeat(32), '1', 'was trained before'),
    sees('found', 'b'.repeat(32), 'none', 'was trained before, and not registered'),
  ];
}
