import { textAt, valueAt } from '../json-value';
import type { MlflowApi } from './api';
import { artifactsIn, listedBytes } from './artifacts-in';
import type { Run } from './run';

const mostFolders = 50;

/**
 * Whether MLflow lists a file with something in it at the place of a model: what a client says it logged may have stayed on
 * its own disk.
 *
 * @internal
 */
export async function hasContent(
  api: MlflowApi,
  run: Pick<Run, 'id' | 'artifactUri'>,
  { location, modelId }: { readonly location: string; readonly modelId?: string },
): Promise<boolean> {
  const root = `${run.artifactUri.replace(/\/+$/, '')}/`;
  const place = modelId !== undefined || !location.startsWith(root) ? '' : location.slice(root.length);
  const owner = modelId === undefined ? { runId: run.id } : { modelId };
  const folders = [place];
  for (let looked = 0; looked < folders.length && looked < mostFolders; looked += 1) {
    for (const file of await artifactsIn(api, owner, folders[looked] ?? '')) {
      if (valueAt(file, 'is_dir') === true) folders.push(textAt(file, 'path'));
      else if ((listedBytes(file) ?? 0) > 0) return true;
    }
  }
  if (place === '') return false;
  // A file lists nothing below itself, it is listed in its folder.
  const beside = await artifactsIn(api, owner, place.split('/').slice(0, -1).join('/'));
  return beside.some((file) => valueAt(file, 'path') === place && (listedBytes(file) ?? 0) > 0);
}
