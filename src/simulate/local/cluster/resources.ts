/** A kind of objects that the stand-in for a cluster serves. @internal */
export interface ServedResource {
  readonly apiVersion: string;
  readonly kind: string;
  /** Plural, in lower case, as in paths. */
  readonly resource: string;
}

/** @internal */
export const served: readonly ServedResource[] = [
  { apiVersion: 'v1', kind: 'ConfigMap', resource: 'configmaps' },
  { apiVersion: 'v1', kind: 'Secret', resource: 'secrets' },
  { apiVersion: 'v1', kind: 'Pod', resource: 'pods' },
  { apiVersion: 'apps/v1', kind: 'Deployment', resource: 'deployments' },
  { apiVersion: 'apps/v1', kind: 'ReplicaSet', resource: 'replicasets' },
  { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', resource: 'applications' },
  { apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', resource: 'kustomizations' },
];

/** The resource of a kind that is served. @internal */
export function servedAs(kind: string): ServedResource {
  const found = served.find((each) => each.kind === kind);
  if (found === undefined) throw new Error(`${kind} is not served`);
  return found;
}

/** Where an object is kept. @internal */
export function keyOf(resource: string, namespace: string, name: string): string {
  return `${namespace}/${resource}/${name}`;
}

/** Whether an object or a namespace may be called so; no such name leads out of a folder. @internal */
export function isObjectName(name: string): boolean {
  return /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(name);
}
