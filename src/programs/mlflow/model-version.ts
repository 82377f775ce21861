import { isRecord, listAt, textAt, valueAt } from '../json-value';
import { Trouble } from '../trouble';
import type { MlflowApi } from './api';

/** One version of a registered model. @internal */
export interface ModelVersion {
  /** A whole number above 0, as text. */
  readonly version: string;
  readonly runId: string;
  /** `READY`, `PENDING_REGISTRATION` or `FAILED_REGISTRATION`. */
  readonly status: string;
  readonly tags: ReadonlyMap<string, string>;
}

/** The version, or nothing if there is none. @internal */
export async function readVersion(api: MlflowApi, model: string, version: string): Promise<ModelVersion | undefined> {
  const query = { name: model, version };
  const answer = await api.get({ path: '/model-versions/get', query }, ['RESOURCE_DOES_NOT_EXIST']);
  if (answer === undefined) return undefined;
  const found = modelVersion(valueAt(answer, 'model_version'), model);
  if (found.version === version) return found;
  throw new Trouble(`MLflow was asked for version ${version} of model ${model} and answered with ${found.version}`);
}

const mostPages = 100;

/** All versions of the model that came of a run, the lowest first. @internal */
export async function versionsOfRun(api: MlflowApi, model: string, runId: string): Promise<readonly ModelVersion[]> {
  const found: ModelVersion[] = [];
  let page = '';
  for (let asked = 0; asked < mostPages; asked += 1) {
    const filter = `name='${model}' and run_id='${runId}'`;
    const query = { filter, max_results: '1000', ...(page === '' ? {} : { page_token: page }) };
    const answer = (await api.get({ path: '/model-versions/search', query })) ?? {};
    // An empty list is left out.
    const rows = valueAt(answer, 'model_versions') === undefined ? [] : listAt(answer, 'model_versions');
    // A server that does not know the filter would answer with everything.
    found.push(...rows.map((row) => modelVersion(row, model)).filter((version) => version.runId === runId));
    const next = valueAt(answer, 'next_page_token');
    if (typeof next !== 'string' || next === '') return found.sort((a, b) => Number(a.version) - Number(b.version));
    page = next;
  }
  throw new Trouble(`MLflow has more than ${mostPages} pages of versions of one run`);
}

/** Where the files of a version really are: since 3.x its `source` only names a logged model. @internal */
export async function downloadUri(api: MlflowApi, model: string, version: string): Promise<string> {
  const query = { name: model, version };
  return textAt(await api.get({ path: '/model-versions/get-download-uri', query }), 'artifact_uri');
}

/** @throws Trouble for a row that is no version of the model @internal */
export function modelVersion(row: unknown, model: string): ModelVersion {
  const version = textAt(row, 'version');
  if (!/^[1-9]\d{0,15}$/.test(version) || textAt(row, 'name') !== model)
    throw new Trouble(`MLflow answered with something else than a version of model ${model}`);
  const runId = valueAt(row, 'run_id');
  return { version, runId: typeof runId === 'string' ? runId : '', status: textAt(row, 'status'), tags: tagsOf(row) };
}

function tagsOf(row: unknown): ReadonlyMap<string, string> {
  const list = valueAt(row, 'tags') === undefined ? [] : listAt(row, 'tags');
  // An empty value is left out as well.
  return new Map(
    list.filter(isRecord).map((tag) => [textAt(tag, 'key'), tag.value === undefined ? '' : textAt(tag, 'value')]),
  );
}
