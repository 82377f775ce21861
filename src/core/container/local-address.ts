import { PipelineError } from '../error';
import type { ContainerSpec } from './container';

/** Hosts that inside a pod mean the pod itself. @internal */
export const localHost: RegExp = /^(localhost|.*\.localhost|127\.[\d.]+|0\.0\.0\.0|\[::1?\])$/i;

/**
 * Throws MLP1209 for a literal URL of this machine in a container that has nobody beside it to answer there.
 *
 * @internal
 */
export function checkLocalAddress({ command, env }: ContainerSpec, what: string): void {
  for (const word of [...command, ...Object.values(env)]) {
    if (typeof word !== 'string') continue;
    const urls = word.matchAll(/[a-z][a-z0-9+.-]*:\/\/(?:[^@/\s]*@)?(\[[^\]]*\]|[^:/?#\s'",]*)/gi);
    const url = [...urls].find(([, host = '']) => localHost.test(host));
    if (url === undefined) continue;
    throw new PipelineError({
      code: 'MLP1209',
      message: `${what} is told to call '${url[0]}', which inside a pod is the pod itself`,
      fix: 'use the DNS name of the service: http://<service>.<namespace>.svc.cluster.local',
      actual: word,
    });
  }
}
