import { listAt, valueAt } from '../json-value';
import { Trouble } from '../trouble';
import type { MlflowApi, MlflowRequest } from './api';

const mostPages = 100;

/** Every row of a search, page after page. @throws Trouble for more than a hundred pages @internal */
export async function allPages(
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
