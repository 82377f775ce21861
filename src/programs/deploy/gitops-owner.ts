import { textAt, valueAt } from '../json-value';

/**
 * Who would undo a change of a live object: the controller that makes it follow Git.
 *
 * @internal
 */
export function gitOpsOwner(object: unknown): string | undefined {
  const name = textAt(object, 'metadata', 'name');
  const tracking = valueAt(object, 'metadata', 'annotations', 'argocd.argoproj.io/tracking-id');
  // Of another object where it was copied along with the rest: <application>:<group>/<kind>:<namespace>/<name>.
  if (typeof tracking === 'string' && tracking.endsWith(`/${name}`)) return `Argo CD (${tracking.split(':')[0]})`;
  for (const label of ['kustomize.toolkit.fluxcd.io/name', 'helm.toolkit.fluxcd.io/name']) {
    const owner = valueAt(object, 'metadata', 'labels', label);
    if (typeof owner === 'string') return `Flux (${owner})`;
  }
  return undefined;
}
