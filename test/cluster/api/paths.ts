import type { KubeObject } from './json';

const plurals: Readonly<Record<string, string>> = { NetworkPolicy: 'networkpolicies' };
const clusterWide = new Set([
  'Namespace',
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleBinding',
  'ClusterWorkflowTemplate',
  'PersistentVolume',
]);

/** Path of a kind in a namespace, to create and list. */
export function listPath(apiVersion: string, kind: string, namespace?: string): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const plural = plurals[kind] ?? `${kind.toLowerCase()}s`;
  return namespace === undefined || clusterWide.has(kind)
    ? `${root}/${plural}`
    : `${root}/namespaces/${namespace}/${plural}`;
}

/** Path of one object. */
export function objectPath({ apiVersion, kind, metadata }: KubeObject, namespace = metadata.namespace): string {
  return `${listPath(apiVersion, kind, namespace)}/${metadata.name}`;
}
