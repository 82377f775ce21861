import { ApiError } from '../api/client';
import type { KubeObject } from '../api/json';
import { listPath } from '../api/paths';
import { api } from '../cluster';

type Data = Readonly<Record<string, string>>;

interface ConfigMap extends KubeObject {
  readonly data?: Data;
}

/** The ConfigMaps of a namespace. */
export interface ConfigMaps {
  /** What one holds; nothing where it has no data. */
  dataOf(name: string): Promise<Data | undefined>;
  /** Makes it if it is not there: that of an environment which no release of the example reaches is not emitted. */
  setData(name: string, data: Data | undefined): Promise<void>;
}

export function configMapsIn(namespace: string): ConfigMaps {
  const list = listPath('v1', 'ConfigMap', namespace);
  const pathOf = (name: string) => `${list}/${name}`;
  async function there(name: string): Promise<ConfigMap> {
    try {
      return await api.get<ConfigMap>(pathOf(name));
    } catch (problem) {
      if (!(problem instanceof ApiError && problem.status === 404)) throw problem;
      return api.create<ConfigMap>(list, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
    }
  }
  return {
    dataOf: async (name) => (await api.get<ConfigMap>(pathOf(name))).data,
    async setData(name, data) {
      const { data: _, ...object } = await there(name);
      await api.update(pathOf(name), { ...object, ...(data === undefined ? {} : { data }) });
    },
  };
}
