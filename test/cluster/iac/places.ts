import type { ModelName } from '../../../examples/iac/models';

/** Where a server is on this machine. */
export interface Address {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

export const namespace = 'aiops';

const service = (name: string, address: string): Address => ({
  name: `${name}.${namespace}.svc.cluster.local`,
  address,
  port: 8100,
});

/** Where each model is served. */
export const served: Readonly<Record<ModelName, Address>> = {
  failure: service('failure-predictor', '127.0.2.5'),
  threat: service('threat-detector', '127.0.2.6'),
  capacity: service('capacity-forecaster', '127.0.2.7'),
};

/** The servers that the manifests name. */
export const places = {
  mlflow: { name: 'mlflow-v3', address: '127.0.2.1', port: 5000 },
  registry: { name: 'registry.kube-system.svc.cluster.local', address: '127.0.2.2', port: 5000 },
  git: { name: 'github.com', address: '127.0.2.3', port: 443 },
  engine: service('aiops-engine', '127.0.2.4'),
} as const;

/** What pods resolve, in the place of the cluster's DNS. */
export const hosts: Readonly<Record<string, string>> = Object.fromEntries(
  [...Object.values(places), ...Object.values(served)].map(({ name, address }) => [name, address]),
);
