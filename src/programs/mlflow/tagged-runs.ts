import { listAt, textAt, valueAt } from '../json-value';
import { Trouble } from '../trouble';
import type { MlflowApi, MlflowRequest } from './api';
import { type Run, runIn } from './run';

const mostPages = 100;

/**
 * All runs that ended well and have this tag, in whatever experiment, the newest first.
 *
 * @param value of letters, digits, - and _ only: it becomes part of a filter
 * @internal
 */
export async function finishedRunsTagged(api: MlflowApi, key: string, value: string): Promise<readonly Run[]> {
  const experiments = await allPages(api, 'experiments', {
    path: '/experiments/search',
    body: { max_results: 1000, view_type: 'ACTIVE_ONLY' },
  });
  const ids = experiments.map((experiment) => textAt(experiment, 'experiment_id'));
  const found: Run[] = [];
  for (let from = 0; from < ids.length; from += 500) {
    const rows = await allPages(api, 'runs', {
      path: '/runs/search',
      body: {
        experiment_ids: ids.slice(from, from + 500),
        filter: `tags.\`${key}\` = '${value}' and attributes.status = 'FINISHED'`,
        run_view_type: 'ACTIVE_ONLY',
        max_results: 1000,
      },
    });
    found.push(...rows.map(runIn));
  }
  // A server that does not know the filter would answer with everything.
  return found
    .filter(({ tags, status, isDeleted }) => tags.get(key) === value && status === 'FINISHED' && !isDeleted)
    .sort((a, b) => b.startedAt - a.startedAt);
}

async function allPages(
  api: MlflowApi,
  key: string,
  { path, body }: Pick<MlflowRequest, 'path' | 'body'>,
): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  let page = '';
  for (let asked = 0; asked < mostPages; asked += 1) {
    const answer = await api.get({
      path,
      method: 'POST',
      body: { ...body, ...(page === '' ? {} : { page_token: page }) },
    });
    // An empty list is left out.
    if (valueAt(answer, key) !== undefined) rows.push(...listAt(answer, key));
    const next = valueAt(answer, 'next_page_token');
    if (typeof next !== 'string' || next === '') return rows;
    page = next;
  }
  throw new Trouble(`MLflow has more than ${mostPages} pages of ${key}`);
}
