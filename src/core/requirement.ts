/**
 * Key of the method by which a construct says what it needs of a cluster.
 *
 * @internal
 */
export const requirements: unique symbol = Symbol.for('cdk8s-mlops.requirements') as never;

/**
 * Something that the cluster must have before the manifests of a construct work; `REQUIRES.md` lists it.
 *
 * What the manifests show by themselves (kinds, Secrets, fields behind a feature flag) need not be said.
 *
 * @internal
 */
export interface Requirement {
  /** What must be installed: `Argo Workflows`, `metrics-server`. */
  readonly component: string;
  /** Least version of it. */
  readonly version?: string | undefined;
  /** How it must be set, as its administrator writes it: `enable-param-enum: "true"` in ConfigMap `feature-flags`. */
  readonly setting?: string | undefined;
}

/** @internal */
export interface HasRequirements {
  [requirements](): readonly Requirement[];
}
