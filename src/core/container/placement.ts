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
