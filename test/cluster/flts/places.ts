import type { Address } from '../aiops/places';

export const presets = ['dev', 'prod'] as const;
export type Preset = (typeof presets)[number];

export const namespaces: Readonly<Record<Preset, string>> = { dev: 'flts-dev', prod: 'flts' };

/** One server each for what both presets name; only one of them releases here, so only one has what answers. */
export const places = {
  mlflow: { name: 'mlflow.flts-dev.svc.cluster.local', address: '127.0.1.21', port: 5000 },
  minio: { name: 'minio.flts-dev.svc.cluster.local', address: '127.0.1.22', port: 9000 },
  events: { name: 'model-selected-eventsource-svc.flts-dev.svc.cluster.local', address: '127.0.1.24', port: 12_000 },
  inference: { name: 'inference.flts-dev.svc.cluster.local', address: '127.0.1.23', port: 8000 },
} satisfies Readonly<Record<string, Address>>;

/** What pods resolve, in the place of the cluster's DNS. */
export const hosts: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(places).flatMap(({ name, address }) =>
    presets.map((preset) => [name.replace(namespaces.dev, namespaces[preset]), address]),
  ),
);
