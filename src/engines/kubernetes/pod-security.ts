import type { Identity } from '../../core/container/identity';
import type { PodSecurityContext } from '../../schemas/kubernetes/types';
import type { Platform } from './platform';

/** What the restricted profile asks of a pod, unless an exemption says why not. @internal */
export function podSecurity({ user, exempt }: Identity, platform: Platform): PodSecurityContext {
  const root = exempt.runAsRoot !== undefined;
  return {
    ...(root ? {} : { runAsNonRoot: true }),
    ...(platform === 'openshift' && !root ? {} : { runAsUser: user, ...(root ? {} : { fsGroup: user }) }),
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** Annotations that say why a pod is exempt. @internal */
export function exemptionNotes({ exempt }: Identity): { readonly [annotation: string]: string } {
  return {
    ...(exempt.runAsRoot === undefined ? {} : { 'cdk8s-mlops/runs-as-root': exempt.runAsRoot }),
    ...(exempt.writableRoot === undefined ? {} : { 'cdk8s-mlops/writable-root': exempt.writableRoot }),
  };
}
