import { textAt } from '../json-value';
import { allPages } from './all-pages';
import type { MlflowApi } from './api';
import { type Run, runIn } from './run';

/**
 * The runs of an experiment that began since a time, deleted ones too, by id; none where there is no such experiment.
 *
 * @param since milliseconds since 1970
 * @internal
 */
export async function recentRuns(api: MlflowApi, experiment: string, since: number): Promise<ReadonlyMap<string, Run>> {
  const query = { experiment_name: experiment };
  const found = await api.get({ path: '/experiments/get-by-name', query }, ['RESOURCE_DOES_NOT_EXIST']);
  if (found === undefined) return new Map();
  const rows = await allPages(api, 'runs', {
    path: '/runs/search',
    body: {
      experiment_ids: [textAt(found, 'experiment', 'experiment_id')],
      filter: `attributes.start_time > ${since}`,
      run_view_type: 'ALL',
      // Each of them comes with all that it logged.
      max_results: 100,
    },
  });
  return new Map(rows.map(runIn).map((run) => [run.id, run]));
}
