import { type Candidate, candidate, inTurn, json, type Reply, text } from '../candidate';
import { type Run, type RunOptions, runProgram } from '../run-program';

export const token = 'hunter2-hunter2-hunter2';

/** What is asked of the program, but for what a test says otherwise. */
export const plan = {
  start: { path: '/train', statuses: [200, 202], timeoutSeconds: 1, body: { models: ['lstm'] }, values: [] },
  experiment: 'aiops-models',
  models: [
    {
      name: 'lstm',
      output: 'lstm',
      required: true,
      status: { at: 'models.lstm.trained', is: true },
      run: { id: 'results.lstm.run_id' },
    },
  ],
  untrained: [],
};
export const poll = {
  path: '/jobs/{job.id}',
  state: 'job.state',
  running: ['queued', 'running'],
  done: ['succeeded'],
  failed: ['failed', 'cancelled'],
};

/** The answer of an API that trained. */
export const trained = { models: { lstm: { trained: true } }, results: { lstm: { run_id: 'r1' } } };
export const done = json({ ...trained, job: { id: 'j-7', state: 'succeeded' } });
export const state = (word: unknown): Reply => json({ job: { state: word } });

const mlflow = '/api/2.0/mlflow';
const info = { run_id: 'r1', status: 'FINISHED', lifecycle_stage: 'active', artifact_uri: 's3://models/r1' };
const tags = [{ key: 'mlflow.log-model.history', value: '[{"artifact_path":"model"}]' }];

/** An MLflow that has one new run, with a model, once training was started. */
export const tracking: Readonly<Record<string, Reply>> = {
  [`${mlflow}/experiments/get-by-name?experiment_name=aiops-models`]: json({ experiment: { experiment_id: '1' } }),
  [`${mlflow}/runs/search`]: inTurn(json({}), json({ runs: [{ info, data: { tags } }] })),
  [`${mlflow}/runs/get?run_id=r1`]: json({ run: { info, data: { tags } } }),
  [`${mlflow}/artifacts/list?run_id=r1&path=model`]: json({
    files: [{ path: 'model/MLmodel', is_dir: false, file_size: 12 }],
  }),
  [`${mlflow}/runs/set-tag`]: json({}),
};

export interface Training extends Run {
  readonly server: Candidate;
  /** How often training was asked for. */
  readonly started: number;
}

/** Runs the program against an API that answers so, and an MLflow beside it. */
export async function train(
  replies: Readonly<Record<string, Reply>>,
  more: object = {},
  environment: Readonly<Record<string, string>> = {},
  options: RunOptions = {},
): Promise<Training> {
  const server = await candidate({ ...tracking, '/train': text('', { status: 404 }), ...replies });
  try {
    const run = await runProgram(
      'train-http',
      {
        MLFLOW_TRACKING_URI: server.url,
        TRAINING_URL: server.url,
        TRAINING_TOKEN: token,
        PIPELINE_RUN: 'train-models-x7',
        DEADLINE_SECONDS: '5',
        POLL_SECONDS: '0.05',
        SETTLE_SECONDS: '0',
        OUTAGE_SECONDS: '0.2',
        TRAINING: JSON.stringify({ ...plan, ...more }),
        ...environment,
      },
      options,
    );
    return { ...run, server, started: server.requests.filter(({ path }) => path === '/train').length };
  } finally {
    await server.close();
  }
}
