import { valueAt } from '../json-value';
import type { MlflowApi } from './api';
import { type ModelVersion, modelVersion } from './model-version';

/**
 * The version that an alias of the model names, or nothing if there is no such alias.
 *
 * @internal
 */
export async function versionByAlias(api: MlflowApi, model: string, alias: string): Promise<ModelVersion | undefined> {
  const answer = await api.ask({ path: '/registered-models/alias', query: { name: model, alias } });
  if (answer.kind === 'answer') return modelVersion(valueAt(answer.value, 'model_version'), model);
  // An alias that is not there is an invalid value to MLflow; a model that is not there only since 3.x something else.
  const absent = answer.code === 'INVALID_PARAMETER_VALUE' && /\balias .*not found/is.test(answer.said);
  if (absent || answer.code === 'RESOURCE_DOES_NOT_EXIST') return undefined;
  throw answer.trouble;
}

/** Points an alias at a version, whatever it named before; false if there is no such version. @internal */
export function setAlias(api: MlflowApi, model: string, alias: string, version: string): Promise<boolean> {
  return api.change({ path: '/registered-models/alias', method: 'POST', body: { name: model, alias, version } });
}

/** Removes an alias, if there is one; false if there is no such model. @internal */
export function deleteAlias(api: MlflowApi, model: string, alias: string): Promise<boolean> {
  return api.change({ path: '/registered-models/alias', method: 'DELETE', body: { name: model, alias } });
}
