import { textAt, valueAt } from '../json-value';
import type { MlflowApi } from './api';
import { artifactsIn, listedBytes } from './artifacts-in';
import { downloadUri } from './model-version';
import { readRun } from './run';

/**
 * How long MLflow lists a file of a model version to be, asked where the files really are: an answer that is well-formed, but
 * not the whole file, would otherwise be taken for the model.
 *
 * @returns nothing where the server lists no sizes, or does not know that place
 * @see https://mlflow.org/docs/latest/api_reference/rest-api.html#list-artifacts
 * @internal
 */
export async function listedSize(
  api: MlflowApi,
  { model, version, path }: { readonly model: string; readonly version: string; readonly path: string },
): Promise<number | undefined> {
  const row = valueAt(await api.get({ path: '/model-versions/get', query: { name: model, version } }), 'model_version');
  const [, loggedModel] = /^models:\/([^/]+)\/?$/.exec(String(valueAt(row, 'source'))) ?? [];
  const folder = path.split('/').slice(0, -1).join('/');
  if (loggedModel !== undefined) return sizeOf(path, await artifactsIn(api, { modelId: loggedModel }, folder));
  const run = await readRun(api, String(valueAt(row, 'run_id') ?? ''));
  const place = below(run?.artifactUri, await downloadUri(api, model, version));
  if (run === undefined || place === undefined) return undefined;
  const within = [place, folder].filter((part) => part !== '').join('/');
  return sizeOf(
    [place, path].filter((part) => part !== '').join('/'),
    await artifactsIn(api, { runId: run.id }, within),
  );
}

function below(root: string | undefined, uri: string): string | undefined {
  const start = root?.replace(/\/*$/, '/');
  if (start === undefined || !`${uri}/`.startsWith(start)) return undefined;
  return uri.slice(start.length).replace(/\/+$/, '');
}

function sizeOf(path: string, files: readonly unknown[]): number | undefined {
  return listedBytes(files.find((each) => textAt(each, 'path') === path && valueAt(each, 'is_dir') !== true));
}
