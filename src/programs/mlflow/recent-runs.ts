import { listAt, textAt, valueAt } from '../json-value';
import { Trouble } from '../trouble';
import type { MlflowApi } from './api';

/** What a list of runs says of one. @internal */
export interface ListedRun {
  readonly id: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly params: ReadonlyMap<string, string>;
}

const rowsOfPage = 100;
const mostPages = 100;

/**
 * The runs of an experiment that began since a time, deleted ones too, by id; none where there is no such experiment.
 *
 * @param since milliseconds since 1970
 * @throws Trouble for more than ten thousand
 * @internal
 */
export async function recentRuns(
  api: MlflowApi,
  experiment: string,
  since: number,
): Promise<ReadonlyMap<string, ListedRun>> {
  const query = { experiment_name: experiment };
  const found = await api.get({ path: '/experiments/get-by-name', query }, ['RESOURCE_DOES_NOT_EXIST']);
  if (found === undefined) return new Map();
  const id = textAt(found, 'experiment', 'experiment_id');
  const runs = new Map<string, ListedRun>();
  let page: unknown;
  for (let asked = 0; asked < mostPages; asked += 1) {
    const answer = await api.get({
      method: 'POST',
      path: '/runs/search',
      body: {
        experiment_ids: [id],
        filter: `attributes.start_time > ${since}`,
        run_view_type: 'ALL',
        max_results: rowsOfPage,
        ...(page === undefined ? {} : { page_token: page }),
      },
    });
    for (const row of optionalList(answer, 'runs')) {
      const run = listedRun(row);
      runs.set(run.id, run);
    }
    page = valueAt(answer, 'next_page_token');
    if (typeof page !== 'string' || page === '') return runs;
  }
  throw new Trouble(`MLflow has more than ${rowsOfPage * mostPages} runs of experiment ${experiment} since yesterday`);
}

function listedRun(row: unknown): ListedRun {
  const data = valueAt(row, 'data');
  return { id: textAt(row, 'info', 'run_id'), tags: textsOf(data, 'tags'), params: textsOf(data, 'params') };
}

function textsOf(data: unknown, key: string): ReadonlyMap<string, string> {
  return new Map(optionalList(data, key).map((entry) => [textAt(entry, 'key'), String(valueAt(entry, 'value') ?? '')]));
}

/** An empty list is left out. */
function optionalList(value: unknown, key: string): readonly unknown[] {
  return valueAt(value, key) === undefined ? [] : listAt(value, key);
}
