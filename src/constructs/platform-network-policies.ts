import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { managed } from '../engines/kubernetes/account';
import type { NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec } from '../schemas/kubernetes/types';
import { podLabels } from './platform-server';

/** @internal */
export interface Reachable {
  readonly mlflow: { readonly name: string; readonly port: number };
  readonly database: string;
  readonly objectStore: string;
  /** Namespaces whose pods may ask MLflow and the object store. */
  readonly others: readonly string[];
}

/** Who may ask which server of a platform, and whom the servers may ask: nobody else. @internal */
export function emitNetworkPolicies(
  scope: Construct,
  namespace: string,
  { mlflow, database, objectStore, others }: Reachable,
): void {
  const clients: readonly NetworkPolicyPeer[] = [
    { podSelector: {} },
    ...others.map((name) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } })),
  ];
  const podsOf = (name: string): NetworkPolicyPeer => ({ podSelector: { matchLabels: podLabels(name) } });
  const policy = (name: string, spec: Pick<NetworkPolicySpec, 'ingress' | 'egress'>): void => {
    new ApiObject(new Construct(scope, `${name}-network`), 'Policy', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, namespace, labels: managed },
      spec: { podSelector: { matchLabels: podLabels(name) }, policyTypes: ['Ingress', 'Egress'], ...spec },
    });
  };
  policy(database, { ingress: [{ from: [podsOf(mlflow.name)], ports: tcp(5432) }], egress: [] });
  policy(objectStore, { ingress: [{ from: clients, ports: tcp(9000, 9001) }], egress: [] });
  policy(mlflow.name, {
    ingress: [{ from: clients, ports: tcp(mlflow.port) }],
    egress: [
      { to: [podsOf(database)], ports: tcp(5432) },
      { to: [podsOf(objectStore)], ports: tcp(9000) },
      // Names of Services; where the servers of names run is not the same in every cluster.
      { ports: [{ protocol: 'UDP', port: 53 }, ...tcp(53)] },
    ],
  });
}

function tcp(...ports: readonly number[]): readonly NetworkPolicyPort[] {
  return ports.map((port) => ({ protocol: 'TCP', port }));
}
