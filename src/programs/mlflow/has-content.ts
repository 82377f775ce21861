import { listAt, textAt, valueAt } from '../json-value';
import type { MlflowApi } from './api';
import type { Run } from './run';

const mostFolders = 50;

/**
 * Whether MLflow lists a file with something in it at the place of a model: what a client says it logged may have stayed on
 * its own disk.
 *
 * @see https://mlflow.org/docs/latest/api_reference/rest-api.html#list-artifacts
 * @internal
 */
export async function hasContent(
  api: MlflowApi,
  run: Pick<Run, 'id' | 'artifactUri'>,
  { location, modelId }: { readonly location: string; readonly modelId?: string },
): Promise<boolean> {
  const root = `${run.artifactUri.replace(/\/+$/, '')}/`;
  const place = modelId !== undefined || !location.startsWith(root) ? '' : location.slice(root.length);
  const listed = (folder: string): Promise<readonly unknown[]> => filesIn(api, run.id, modelId, folder);
  const folders = [place];
  for (let looked = 0; looked < folders.length && looked < mostFolders; looked += 1) {
    for (const file of await listed(folders[looked] ?? '')) {
      if (valueAt(file, 'is_dir') === true) folders.push(textAt(file, 'path'));
      else if (bytesOf(file) > 0) return true;
    }
  }
  if (place === '') return false;
  // A file lists nothing below itself, it is listed in its folder.
  const beside = await listed(place.split('/').slice(0, -1).join('/'));
  return beside.some((file) => valueAt(file, 'path') === place && bytesOf(file) > 0);
}

async function filesIn(
  api: MlflowApi,
  runId: string,
  modelId: string | undefined,
  folder: string,
): Promise<readonly unknown[]> {
  const request =
    modelId === undefined
      ? { path: '/artifacts/list', query: { run_id: runId, ...(folder === '' ? {} : { path: folder }) } }
      : {
          path: `/logged-models/${encodeURIComponent(modelId)}/artifacts/directories`,
          query: { ...(folder === '' ? {} : { artifact_directory_path: folder }) },
        };
  const answer = await api.get(request, ['RESOURCE_DOES_NOT_EXIST', 'ENDPOINT_NOT_FOUND']);
  return valueAt(answer, 'files') === undefined ? [] : listAt(answer, 'files');
}

/** Protobuf's JSON writes an int64 as text, MLflow as a number. */
function bytesOf(file: unknown): number {
  const size = Number(valueAt(file, 'file_size') ?? 0);
  return Number.isFinite(size) ? size : 0;
}
