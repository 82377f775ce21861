import type { Values } from '../environment';
import type { Calling } from '../http-call';
import { type JsonRecord, valueAt } from '../json-value';
import { type KubernetesApi, NotServed } from '../kubernetes/api';
import type { Resource } from '../kubernetes/resource-path';
import type { contract, TrainingOutcome } from './contract';
import { type RunState, runStateOf } from './run-state';
import { statisticsOf, statisticsText } from './statistics';
import type { WatchedModel } from './watched-model';

type Configuration = Values<typeof contract>;

/**
 * Says how the training of each model stands: its latest runs, how often it succeeded, its notebooks' jobs, its schedule.
 * Changes nothing.
 *
 * @internal
 */
export async function checkTraining(
  configuration: Configuration,
  api: KubernetesApi,
  { session }: Calling,
): Promise<TrainingOutcome> {
  const { models, runs, reference, notebooks, schedules, latest } = configuration;
  const all = await api.list(kindOf(runs, api.namespace));
  const jobs = notebooks === undefined ? [] : await jobsOf(kindOf(notebooks, api.namespace), api, session.log);
  const report: Record<string, unknown> = {};
  session.evidence.models = report;
  const lines: string[] = [];
  for (const model of models) {
    const history = newestFirst(all.filter((run) => valueAt(run, 'spec', reference, 'name') === model.run));
    const statistics = statisticsOf(history);
    const trained = newestFirst(jobs.filter((job) => isOf(job, model))).slice(0, latest);
    const schedule =
      model.schedule === undefined
        ? 'none'
        : scheduleText(await api.get(kindOf(schedules, api.namespace), model.schedule));
    report[model.name] = { statistics, runs: history.slice(0, latest), notebooks: trained, schedule };
    session.log(`${model.name}: ${statisticsText(statistics)}`);
    for (const run of history.slice(0, latest)) session.log(`  run ${stateText(run)}`);
    for (const job of trained) session.log(`  notebook ${stateText(job)}`);
    session.log(`  schedule: ${schedule}`);
    lines.push(`${model.name}: ${statisticsText(statistics)}`);
  }
  return { outcome: 'reported', reason: lines.join('; '), done: true };
}

function kindOf(path: string, namespace: string): Resource {
  const [group = '', version = '', resource = ''] = path.split('/');
  return { apiVersion: `${group}/${version}`, resource, namespace };
}

/** Without the operator there are none. */
async function jobsOf(of: Resource, api: KubernetesApi, log: (line: string) => void): Promise<readonly JsonRecord[]> {
  try {
    return await api.list(of);
  } catch (problem) {
    if (!(problem instanceof NotServed)) throw problem;
    log(`${of.resource} of ${of.apiVersion} are not installed`);
    return [];
  }
}

function isOf(job: JsonRecord, { notebook }: WatchedModel): boolean {
  return notebook !== undefined && valueAt(job, 'metadata', 'labels', 'cdk8s-mlops/notebook') === notebook;
}

function newestFirst(objects: readonly JsonRecord[]): readonly RunState[] {
  return objects.map(runStateOf).sort((a, b) => (a.started < b.started ? 1 : a.started > b.started ? -1 : 0));
}

function stateText({ name, said, started, seconds }: RunState): string {
  return `${name}: ${said}, ${started}${seconds === undefined ? '' : `, ${seconds} s`}`;
}

/** A CronJob has one line, a CronWorkflow may have several. */
function scheduleText(object: JsonRecord | undefined): string {
  if (object === undefined) return 'is not there';
  const schedules = valueAt(object, 'spec', 'schedules') ?? [valueAt(object, 'spec', 'schedule')];
  const last = valueAt(object, 'status', 'lastScheduleTime') ?? valueAt(object, 'status', 'lastScheduledTime');
  const stopped = valueAt(object, 'spec', 'suspend') === true ? ', stopped' : '';
  return `${Array.isArray(schedules) ? schedules.join(', ') : ''}${stopped}; last started ${typeof last === 'string' ? last : 'never'}`;
}
