import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { load } from 'js-yaml';
import type { ApiClient } from '../api/client';
import type { KubeObject } from '../api/json';
import { listPath } from '../api/paths';

interface Definition extends KubeObject {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** Applies the CRDs of a folder by server-side apply, the only way for ones this large, and waits until they serve. */
export async function applyDefinitions(api: ApiClient, folder: string): Promise<void> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const objects = files.map((file) => load(readFileSync(join(folder, file), 'utf8')) as KubeObject);
  await Promise.all(
    objects.map(async (definition) => {
      if (definition.kind !== 'CustomResourceDefinition') return;
      const path = `${listPath('apiextensions.k8s.io/v1', 'CustomResourceDefinition')}/${definition.metadata.name}`;
      await api.patch(`${path}?fieldManager=stack&force=true`, definition, 'apply');
      await established(api, path);
    }),
  );
}

/** Waits until the API server serves the kind that the CRD at this path defines. */
export async function established(api: ApiClient, path: string): Promise<void> {
  while (!isEstablished(await api.get<Definition>(path))) await sleep(50);
}

function isEstablished({ status }: Definition): boolean {
  return status?.conditions?.some(({ type, status }) => type === 'Established' && status === 'True') ?? false;
}
