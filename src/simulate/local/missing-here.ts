import type { LocalCluster } from './cluster/local-cluster';
import { type HostAddress, unknownHosts } from './hosts';

/**
 * What a program would wait for in vain on this machine, or nothing: its deadline may be an hour away.
 *
 * @internal
 */
export function missingHere(
  env: Readonly<Record<string, string>>,
  hosts: readonly HostAddress[],
  cluster: Pick<LocalCluster, 'get'>,
): string | undefined {
  const [unknown] = unknownHosts(env, hosts);
  if (unknown !== undefined)
    return `nobody says where ${unknown} is on this machine: add --host ${unknown}=127.0.0.1:<port>`;
  if (env.MODE === 'pullRequest')
    return 'it opens a pull request, and nobody merges it here: answer the step by a scenario';
  for (const [name, value] of Object.entries(env)) {
    const prefix = /^(.*)(?:WORKLOAD|GITOPS)$/.exec(name)?.[1];
    if (prefix === undefined || value === '' || value === 'none') continue;
    if (name.endsWith('GITOPS')) {
      const resource = value === 'flux' ? 'kustomizations' : 'applications';
      const object = env[`${prefix}GITOPS_OBJECT`] ?? '';
      if (cluster.get(resource, env[`${prefix}GITOPS_NAMESPACE`] ?? '', object) === undefined)
        return `it waits for ${value} '${object}', and that follows no release among the paths: use Deploy.git, or Deploy.patch without GitOps, or answer the step by a scenario`;
      continue;
    }
    // Who follows git deploys it.
    if ((env[`${prefix}GITOPS`] ?? '') !== '') continue;
    const [kind = '', workload = ''] = value.split('/');
    const namespace = env[`${prefix}NAMESPACE`] ?? '';
    if (kind !== 'deployment') return `${value} is run by a controller that is not here: answer the step by a scenario`;
    if (cluster.get('deployments', namespace, workload) === undefined)
      return `there is no Deployment '${workload}' of namespace '${namespace}': name its manifest among the paths`;
  }
  return undefined;
}
