import { isRecord, listAt, recordAt, textAt, valueAt } from '../json-value';
import type { MlflowApi } from '../mlflow/api';
import type { Run } from '../mlflow/run';

/** What a version is made of. @internal */
export interface ModelSource {
  /** As `model-versions/create` takes it. */
  readonly source: string;
  /** Id of the logged model, which MLflow has since 3.x. */
  readonly modelId?: string;
  /** Where its files are. */
  readonly location: string;
}

/** Finds the model that a run logged: the named one, or the only one. Text says why there is none to register. @internal */
export async function modelSource(
  api: MlflowApi,
  run: Run,
  artifact: string | undefined,
): Promise<ModelSource | { readonly none: string }> {
  const logged = await loggedModels(api, run);
  const named = logged.filter(({ name }) => artifact === undefined || name === artifact);
  const [model, ...more] = named;
  if (model !== undefined) {
    if (more.length > 0) return { none: several(named.map(({ name }) => name)) };
    const { id, status, location } = model;
    return status === 'LOGGED_MODEL_READY'
      ? { source: `models:/${id}`, modelId: id, location }
      : { none: `its model ${id} was not uploaded to the end (${status})` };
  }
  const paths = loggedPaths(run);
  const path = artifact ?? paths[0];
  if (path === undefined) return { none: 'it logged no model: log one with log_model, or name its artifact' };
  if (artifact === undefined && paths.length > 1) return { none: several(paths) };
  // A model that a client says it logged is there; other files are looked for.
  if (!paths.includes(path) && !(await hasFiles(api, run, path))) return { none: `it has no artifact at ${path}` };
  const location = `${run.artifactUri.replace(/\/+$/, '')}/${path}`;
  return { source: location, location };
}

/**
 * Nothing, or that the place of the model holds no file: a client may have written it to a disk of its own, and believe it
 * uploaded.
 *
 * @throws Trouble where the server can't look there
 *
 * @internal
 */
export async function artefactProblem(
  api: MlflowApi,
  run: Run,
  { modelId, location }: ModelSource,
): Promise<string | undefined> {
  const root = `${run.artifactUri.replace(/\/+$/, '')}/`;
  const path = location.startsWith(root) ? location.slice(root.length) : undefined;
  if (modelId === undefined && path === undefined) return undefined;
  const there = modelId === undefined ? await hasFiles(api, run, path ?? '') : await hasModelFiles(api, modelId);
  return there ? undefined : `there are no files at ${location}`;
}

async function hasModelFiles(api: MlflowApi, id: string): Promise<boolean> {
  const path = `/logged-models/${encodeURIComponent(id)}/artifacts/directories`;
  return valueAt(await api.get({ path }), 'files') !== undefined;
}

function several(names: readonly string[]): string {
  return `it logged several models, say which: ${names.slice(0, 10).join(', ')}`;
}

interface LoggedModel {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly location: string;
}

async function loggedModels(api: MlflowApi, run: Run): Promise<readonly LoggedModel[]> {
  const found: LoggedModel[] = [];
  for (const id of new Set(run.models)) {
    const answer = await api.get({ path: `/logged-models/${encodeURIComponent(id)}` });
    const info = recordAt(answer, 'model', 'info');
    found.push({
      id: textAt(info, 'model_id'),
      name: textAt(info, 'name'),
      status: textAt(info, 'status'),
      location: textAt(info, 'artifact_uri'),
    });
  }
  return found;
}

/** What MLflow 2 clients leave of the models they logged: a tag with JSON in it. */
function loggedPaths({ tags }: Run): readonly string[] {
  let history: unknown;
  try {
    history = JSON.parse(tags.get('mlflow.log-model.history') ?? '[]');
  } catch {
    return [];
  }
  const entries = Array.isArray(history) ? history.filter(isRecord) : [];
  const paths = entries.map(({ artifact_path: path }) => path).filter((path) => typeof path === 'string');
  return [...new Set(paths)];
}

async function hasFiles(api: MlflowApi, { id }: Run, path: string): Promise<boolean> {
  const answer = await api.get({ path: '/artifacts/list', query: { run_id: id, path } });
  if (valueAt(answer, 'files') !== undefined && listAt(answer, 'files').length > 0) return true;
  // A file lists nothing below itself, it is listed in its folder.
  const folder = path.split('/').slice(0, -1).join('/');
  const query = { run_id: id, ...(folder === '' ? {} : { path: folder }) };
  const beside = await api.get({ path: '/artifacts/list', query });
  const files = valueAt(beside, 'files') === undefined ? [] : listAt(beside, 'files');
  return files.some((file) => valueAt(file, 'path') === path && valueAt(file, 'is_dir') !== true);
}
