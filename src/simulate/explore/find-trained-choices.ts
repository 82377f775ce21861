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
  const sees = (outcome: string, [run, version] = ['none', 'none']): Choice => {
    const outputs = { outcome, 'config-hash': 'a'.repeat(64), 'trained-run': run, 'trained-version': version };
    const deviation = outcome === 'found' ? 'was trained before' : '';
    return { deviation, outcome: { kind: 'ended', exitCode: 0, outputs }, standsFor: 1 };
  };
  return isForced ? [sees('forced')] : [sees('none'), sees('found', ['b'.repeat(32), '1'])];
}
