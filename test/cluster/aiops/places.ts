/** Where a server is on this machine. */
export interface Address {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

export const namespace = 'self-healing-platform';
export const claim = 'model-storage-pvc';

/** The port that the manifests have for models is, at every address here, that of Tekton's controller. */
export const modelPort = { emitted: 8080, here: 28_080 };

const stable = (model: string, address: string): Address => ({
  name: `${model}-stable.${namespace}.svc.cluster.local`,
  address,
  port: modelPort.here,
});

/** The servers that the manifests name. */
export const places = {
  prometheus: { name: 'prometheus-k8s.openshift-monitoring.svc', address: '127.0.1.7', port: 9091 },
  git: { name: 'github.com', address: '127.0.1.3', port: 443 },
  'anomaly-detector': stable('anomaly-detector', '127.0.1.8'),
  'predictive-analytics': stable('predictive-analytics', '127.0.1.9'),
} as const;

/** What pods resolve, in the place of the cluster's DNS. */
export const hosts: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(places).map(({ name, address }) => [name, address]),
);
