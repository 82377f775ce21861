import type { Placement } from '../../core/container/placement';
import type { Toleration } from '../../schemas/kubernetes/types';

/** @internal */
export function tolerationsOf(tolerations: NonNullable<Placement['tolerations']>): readonly Toleration[] {
  return tolerations.map(({ key, value, effect }) => ({
    key,
    operator: value === undefined ? 'Exists' : 'Equal',
    ...(value === undefined ? {} : { value }),
    ...(effect === undefined ? {} : { effect }),
  }));
}
