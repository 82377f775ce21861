import { required, type Store } from './store';

export interface Logged {
  readonly name: string;
  readonly params: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, number>>;
  /** The model's files, by their names. */
  readonly files: Readonly<Record<string, string>>;
}

/** Logs a run with its model to MLflow, as its clients do: metrics to the server, files to the store. Answers the run's id. */
export async function logRun(env: NodeJS.ProcessEnv, store: Store, logged: Logged): Promise<string> {
  const call = caller(required(env, 'MLFLOW_TRACKING_URI'));
  const experiment = await experimentId(call);
  const begun = Date.now();
  const { run } = await call('runs/create', {
    experiment_id: experiment,
    run_name: logged.name,
    start_time: begun,
    tags: [{ key: 'pipeline.run', value: required(env, 'PIPELINE_RUN') }],
  });
  const id: string = run.info.run_id;
  await call('runs/log-batch', {
    run_id: id,
    metrics: Object.entries(logged.metrics).map(([key, value]) => ({
      key,
      value: Number.isNaN(value) ? 'NaN' : value,
      timestamp: Date.now(),
      step: 0,
    })),
    params: Object.entries(logged.params).map(([key, value]) => ({ key, value })),
  });
  const { model } = await call('logged-models', { experiment_id: experiment, name: 'model', source_run_id: id });
  const { model_id, artifact_uri } = model.info;
  const [, bucket = '', folder = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(artifact_uri) ?? [];
  for (const [file, text] of Object.entries(logged.files)) await store.write(bucket, `${folder}/${file}`, text);
  await call(`logged-models/${model_id}`, { model_id, status: 2 }, 'PATCH');
  await call('runs/outputs', { run_id: id, models: [{ model_id, step: 0 }] });
  await call('runs/update', { run_id: id, status: 'FINISHED', end_time: Date.now() });
  return id;
}

// biome-ignore lint/suspicious/noExplicitAny: what MLflow answers
type Call = (path: string, body: object, method?: string) => Promise<any>;

function caller(url: string): Call {
  return async (path, body, method = 'POST') => {
    const get = method === 'GET';
    const answer = await fetch(`${url}/api/2.0/mlflow/${path}${get ? `?${new URLSearchParams({ ...body })}` : ''}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(get ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
}

/** Three members may make it at the same time. */
async function experimentId(call: Call): Promise<string> {
  const made = { name: 'flts', artifact_location: 's3://mlflow/flts' };
  const { experiment_id } = await call('experiments/create', made).catch(() => ({ experiment_id: undefined }));
  if (experiment_id !== undefined) return experiment_id;
  const { experiment } = await call('experiments/get-by-name', { experiment_name: made.name }, 'GET');
  return experiment.experiment_id;
}
