import { Trouble } from '../trouble';
import type { MlflowApi } from './api';

/** Sets a tag of a version; false if there is no such version. @internal */
export async function setTag(
  api: MlflowApi,
  model: string,
  version: string,
  key: string,
  value: string,
): Promise<boolean> {
  return changed(api, '/model-versions/set-tag', 'POST', { name: model, version, key, value });
}

/** Removes a tag of a version, or finds that it is not there. @internal */
export async function deleteTag(api: MlflowApi, model: string, version: string, key: string): Promise<boolean> {
  return changed(api, '/model-versions/delete-tag', 'DELETE', { name: model, version, key });
}

async function changed(
  api: MlflowApi,
  path: string,
  method: 'POST' | 'DELETE',
  body: Readonly<Record<string, string>>,
): Promise<boolean> {
  const answer = await api.ask({ path, method, body });
  if (answer.kind === 'answer') return true;
  if (answer.code === 'RESOURCE_DOES_NOT_EXIST') return false;
  throw new Trouble(answer.why);
}
