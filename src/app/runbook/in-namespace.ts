/** The option that names a namespace, for kubectl and for Argo's command line. @internal */
export function inNamespace(namespace: string): string {
  return namespace === '' ? '' : ` -n ${namespace}`;
}
