import { valueAt } from '../json-value';
import { quantity } from '../kubernetes/quantity';
import { containersIn } from '../workload/owned';

/** What a container may use: bytes and cores; nothing where there is no limit. @internal */
export interface Limits {
  readonly memory: number | undefined;
  readonly cpu: number | undefined;
}

/** The limits of a container as its pod has them. @internal */
export function limitsOf(pod: unknown, container: string): Limits {
  const all = [...containersIn(pod, 'containers'), ...containersIn(pod, 'initContainers')];
  const limits = valueAt(
    all.find(({ name }) => name === container),
    'resources',
    'limits',
  );
  return { memory: quantity(valueAt(limits, 'memory')), cpu: quantity(valueAt(limits, 'cpu')) };
}
