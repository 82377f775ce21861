/** Where the servers that the manifests name are on this machine. */
export const places = {
  prometheus: { name: 'prometheus-k8s.openshift-monitoring.svc', address: '127.0.1.7', port: 9091 },
} as const;

/** What pods resolve, in the place of the cluster's DNS. */
export const hosts: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(places).map(({ name, address }) => [name, address]),
);

export const namespace = 'self-healing-platform';
export const claim = 'model-storage-pvc';
/** What notebooks on nodes with GPUs write to. */
export const trainingClaim = 'model-storage-gpu-pvc';
