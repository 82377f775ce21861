/** Where the servers that the manifests name are on this machine: on an address of loopback each, at their own ports. */
export const places = {
  mlflow: { name: 'mlflow.gourmetgram-platform.svc.cluster.local', address: '127.0.1.1', port: 8000 },
  registry: { name: 'registry.kube-system.svc.cluster.local', address: '127.0.1.2', port: 5000 },
  git: { name: 'github.com', address: '127.0.1.3', port: 443 },
  staging: { name: 'gourmetgram-app.gourmetgram-staging.svc.cluster.local', address: '127.0.1.4', port: 8082 },
  canary: { name: 'gourmetgram-app.gourmetgram-canary.svc.cluster.local', address: '127.0.1.5', port: 8081 },
  production: { name: 'gourmetgram-app.gourmetgram-production.svc.cluster.local', address: '127.0.1.6', port: 8080 },
} as const;

/** What pods resolve, in the place of the cluster's DNS. */
export const hosts: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(places).map(({ name, address }) => [name, address]),
);

export const environments = ['staging', 'canary', 'production'] as const;

export type EnvironmentName = (typeof environments)[number];

/** As the manifests have it. */
export const imageRepository = `${places.registry.name}:${places.registry.port}/gourmetgram-app`;
export const modelName = 'GourmetGramFood11Model';
