import { randomUUID } from 'node:crypto';

/** The REST API of a tracking server, as a training program uses it. */
export interface Tracking {
  readonly url: string;
  call(path: string, body?: unknown, method?: string): Promise<Readonly<Record<string, unknown>>>;
}

export function trackingAt(url: string, headers: Readonly<Record<string, string>> = {}): Tracking {
  return {
    url,
    async call(path, body, method = body === undefined ? 'GET' : 'POST') {
      const init = {
        method,
        headers: { ...headers, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      };
      const answer = await fetch(`${url}/api/2.0/mlflow/${path}`, init);
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer.json() as Promise<Readonly<Record<string, unknown>>>;
    },
  };
}

export interface RunOptions {
  /** Where the experiment has its artifacts. @default - proxied by the server */
  readonly artifacts?: string;
  readonly status?: 'FINISHED' | 'FAILED' | 'KILLED';
}

/** A run that has ended and logged no model yet; answers its id. */
export async function trainingRun(
  { call }: Tracking,
  { artifacts, status = 'FINISHED' }: RunOptions = {},
): Promise<string> {
  const experiment =
    artifacts === undefined
      ? '0'
      : (await call('experiments/create', { name: randomUUID(), artifact_location: artifacts })).experiment_id;
  const { run } = await call('runs/create', { experiment_id: experiment, start_time: Date.now() });
  const { run_id: id } = (run as { info: { run_id: string } }).info;
  await call('runs/log-metric', { run_id: id, key: 'accuracy', value: 0.93, timestamp: Date.now() });
  await call('runs/log-metric', { run_id: id, key: 'loss', value: 'NaN', timestamp: Date.now() });
  await call('runs/log-parameter', { run_id: id, key: 'epochs', value: '5' });
  await call('runs/update', { run_id: id, status, end_time: Date.now() });
  return id;
}

/** Logs a model as clients of MLflow 2 do. */
export async function logModel2({ call }: Tracking, run: string, path = 'model'): Promise<void> {
  const model = { artifact_path: path, run_id: run, utc_time_created: '2026-11-21 12:00:00', flavors: {} };
  await call('runs/log-model', { run_id: run, model_json: JSON.stringify(model) });
}

/** Logs a model as clients of MLflow 3 do; answers its id. */
export async function logModel3({ call }: Tracking, run: string, name = 'model', ready = true): Promise<string> {
  const { run: seen } = await call(`runs/get?run_id=${run}`);
  const { experiment_id: experiment } = (seen as { info: { experiment_id: string } }).info;
  const { model } = await call('logged-models', { experiment_id: experiment, name, source_run_id: run });
  const { model_id: id } = (model as { info: { model_id: string } }).info;
  if (ready) await call(`logged-models/${id}`, { model_id: id, status: 2 }, 'PATCH');
  await call('runs/outputs', { run_id: run, models: [{ model_id: id, step: 0 }] });
  return id;
}

/** Puts a file among the artifacts of a run, through the server. */
export async function logFile({ url }: Tracking, run: string, path: string): Promise<void> {
  const answer = await fetch(`${url}/api/2.0/mlflow-artifacts/artifacts/0/${run}/artifacts/${path}`, {
    method: 'PUT',
    body: 'weights',
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
}

/** The versions of a model as the registry has them: number and tags. */
export async function versionsOf({ call }: Tracking, model: string) {
  const filter = new URLSearchParams({ filter: `name='${model}'` });
  const { model_versions: rows = [] } = (await call(`model-versions/search?${filter}`)) as {
    model_versions?: { version: string; run_id: string; tags?: { key: string; value: string }[] }[];
  };
  return rows
    .map(({ version, run_id, tags = [] }) => ({
      version,
      run: run_id,
      tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
    }))
    .sort((a, b) => Number(a.version) - Number(b.version));
}
