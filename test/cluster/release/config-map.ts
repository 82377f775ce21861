import type { KubeObject } from '../api/json';
import { objectPath } from '../api/paths';
import { api } from '../cluster';

type Data = Readonly<Record<string, string>>;

interface ConfigMap extends KubeObject {
  readonly data?: Data;
}

/** The data of a ConfigMap beside the workflows; nothing where it has none. */
export async function dataOf(name: string): Promise<Data | undefined> {
  return (await api.get<ConfigMap>(pathOf(name))).data;
}

export async function setData(name: string, data: Data | undefined): Promise<void> {
  const { data: _, ...object } = await api.get<ConfigMap>(pathOf(name));
  await api.update(pathOf(name), { ...object, ...(data === undefined ? {} : { data }) });
}

function pathOf(name: string): string {
  return objectPath({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'argo' } });
}
