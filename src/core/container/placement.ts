import { checkProps } from '../check-props';

/**
 * Where a pod may run.
 *
 * @public
 */
export interface Placement {
  /** Labels that the node must have. */
  readonly nodeSelector?: { readonly [label: string]: string } | undefined;
  readonly tolerations?: readonly Toleration[] | undefined;
}

/**
 * A taint that the pod puts up with.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 * @public
 */
export interface Toleration {
  readonly key: string;
  /** @default - any value */
  readonly value?: string | undefined;
  /** @default - all effects */
  readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute' | undefined;
}

/** @internal */
export function checkPlacement({ nodeSelector, tolerations }: Placement, what: string): Placement {
  for (const toleration of tolerations ?? [])
    checkProps(toleration, ['key', 'value', 'effect'], `a toleration of ${what}`);
  return { nodeSelector, tolerations };
}
