import type { MlflowApi } from './api';

/** Sets a tag of a version; false if there is no such version. @internal */
export function setTag(api: MlflowApi, model: string, version: string, key: string, value: string): Promise<boolean> {
  return api.change({ path: '/model-versions/set-tag', method: 'POST', body: { name: model, version, key, value } });
}

/** Removes a tag of a version, if it has it; false if there is no such version. @internal */
export function deleteTag(api: MlflowApi, model: string, version: string, key: string): Promise<boolean> {
  return api.change({ path: '/model-versions/delete-tag', method: 'DELETE', body: { name: model, version, key } });
}
