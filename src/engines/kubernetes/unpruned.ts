/** @internal */
export const syncOptions = 'argocd.argoproj.io/sync-options';

/** Has neither Argo CD nor Flux delete an object that is in no manifest any more. @internal */
export const unpruned = {
  [syncOptions]: 'Prune=false',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
} as const satisfies { readonly [annotation: string]: string };
