import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { ApiClient } from '../../api/client';
import type { KubeObject } from '../../api/json';
import { listPath } from '../../api/paths';

export const namespace = 'tekton-pipelines';
/** Where the API server finds the webhook: the address of a Service, which nobody routes here, on loopback. */
export const webhookAddress = '10.96.0.50';
/** Not that of the release, 443: a webhook listens at every address, and others serve there. */
export const webhookPort = 9443;
const service = 'tekton-pipelines-webhook';

/** Steps of Tekton's own that pass pod security `restricted`, as REQUIRES.md asks for. */
const featureFlags = { 'set-security-context': 'true' };

interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

/** Creates what Tekton's release has beside its servers: ConfigMaps, the webhooks and their Service. */
export async function installTekton(api: ApiClient, folder: string): Promise<void> {
  await api.create(listPath('v1', 'Namespace'), { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  await api.create(listPath('v1', 'Service', namespace), {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: service },
    spec: { clusterIP: webhookAddress, ports: [{ name: 'https-webhook', port: webhookPort }] },
  });
  const files = readdirSync(folder).filter((name) => /^(config-.*|500-webhooks)\.yaml$/.test(name));
  // The webhook that judges ConfigMaps comes last: it is not up yet.
  for (const file of files.sort().reverse()) {
    const objects = (loadAll(readFileSync(join(folder, file), 'utf8')) as (KubeObject | null)[]).filter(
      (object) => object !== null,
    );
    for (const object of objects) {
      const { apiVersion, kind, metadata } = object;
      await api.create(listPath(apiVersion, kind, metadata.namespace), configured(object));
    }
  }
}

function configured(object: KubeObject): KubeObject {
  if (object.metadata.name === 'feature-flags')
    return { ...object, data: { ...(object as ConfigMap).data, ...featureFlags } } as ConfigMap;
  if (!isWebhooks(object)) return object;
  const webhooks = object.webhooks.map(({ clientConfig, ...webhook }) => ({
    ...webhook,
    clientConfig: { ...clientConfig, service: { ...clientConfig.service, port: webhookPort } },
  }));
  return { ...object, webhooks } as Webhooks;
}

interface Webhooks extends KubeObject {
  readonly webhooks: readonly { readonly clientConfig: { readonly service: object } }[];
}

function isWebhooks(object: KubeObject): object is Webhooks {
  return 'webhooks' in object;
}
