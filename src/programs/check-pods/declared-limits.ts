import { InputError } from '../input-error';
import { isRecord, textAt } from '../json-value';
import { quantity } from '../kubernetes/quantity';
import { json } from '../parse';
import { limitsOf } from '../pods/limits-of';
import type { Generation } from '../workload/generation';

/**
 * The limits that a container is meant to have, as quantities of Kubernetes.
 *
 * @internal
 */
export interface DeclaredLimits {
  readonly cpu?: string;
  readonly memory?: string;
}

/** `{"cpu":"500m","memory":"256Mi"}`, or one of them. @throws InputError for anything else @internal */
export function declaredLimits(text: string): DeclaredLimits {
  const value = json(text);
  const entries = isRecord(value) ? Object.entries(value) : [];
  const fit = entries.every(([name, limit]) => (name === 'cpu' || name === 'memory') && (quantity(limit) ?? 0) > 0);
  if (entries.length > 0 && fit) return value as DeclaredLimits;
  throw new InputError('expected {"cpu": …, "memory": …}, or one of them, each a quantity above 0');
}

/**
 * In which way pods are not what was declared, if they are not: then nothing that is measured of them says what it is meant to.
 *
 * @internal
 */
export function limitsTrouble(
  { name, containers, pods }: Generation,
  declared: DeclaredLimits | undefined,
  container: string | undefined,
): string | undefined {
  if (declared === undefined) return undefined;
  const [only, ...others] = container === undefined ? containers : containers.filter((each) => each === container);
  if (only === undefined)
    return `${name} has no container ${container ?? ''}, of which limits are declared`.replace('  ', ' ');
  if (others.length > 0)
    return `${name} has the containers ${containers.join(', ')}, and CONTAINER does not say which is declared`;
  for (const pod of pods) {
    const live = limitsOf(pod, only);
    for (const resource of ['cpu', 'memory'] as const) {
      const [is, wanted] = [live[resource], declared[resource]];
      if (wanted === undefined || same(is, quantity(wanted))) continue;
      const found = is === undefined ? 'no limit' : `a limit of ${shown(resource, is)}`;
      return `${textAt(pod, 'metadata', 'name')}/${only}: ${resource} has ${found}, and ${wanted} is declared`;
    }
  }
  return undefined;
}

/** `0.5` and `500m` are one; so are sums that differ in the last bit. */
function same(a: number | undefined, b: number | undefined): boolean {
  return a !== undefined && b !== undefined && Math.abs(a - b) <= 1e-9 * Math.max(a, b);
}

function shown(resource: 'cpu' | 'memory', value: number): string {
  return resource === 'cpu' ? `${Number((value * 1000).toFixed(3))}m` : `${Number((value / 2 ** 20).toFixed(3))}Mi`;
}
