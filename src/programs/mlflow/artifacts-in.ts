import { listAt, valueAt } from '../json-value';
import type { MlflowApi } from './api';

/** Whose files are listed: those of a run, or of a model that a client of MLflow 3 logged. @internal */
export type ArtifactOwner = { readonly runId: string } | { readonly modelId: string };

/**
 * What MLflow lists in a folder, which is all there is where the folder is empty; nothing where it knows no such place.
 *
 * @see https://mlflow.org/docs/latest/api_reference/rest-api.html#list-artifacts
 * @internal
 */
export async function artifactsIn(api: MlflowApi, of: ArtifactOwner, folder: string): Promise<readonly unknown[]> {
  const request =
    'runId' in of
      ? { path: '/artifacts/list', query: { run_id: of.runId, ...(folder === '' ? {} : { path: folder }) } }
      : {
          path: `/logged-models/${encodeURIComponent(of.modelId)}/artifacts/directories`,
          query: { ...(folder === '' ? {} : { artifact_directory_path: folder }) },
        };
  const answer = await api.get(request, ['RESOURCE_DOES_NOT_EXIST', 'ENDPOINT_NOT_FOUND']);
  return valueAt(answer, 'files') === undefined ? [] : listAt(answer, 'files');
}

/** How long a file is listed to be. @internal */
export function listedBytes(file: unknown): number | undefined {
  // Protobuf's JSON writes an int64 as text, MLflow as a number.
  const size = Number(valueAt(file, 'file_size') ?? Number.NaN);
  return Number.isSafeInteger(size) ? size : undefined;
}
