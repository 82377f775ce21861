import { type HttpServer, startHttpServer } from '../harness/http-server';
import { logModel2, logModel3, type Tracking } from './training-run';

/** What becomes of a model when it is trained. */
export interface Training {
  /** What the answer says of its run. @default - its id */
  readonly said?: string | undefined;
  /** What the status says. @default true */
  readonly trained?: unknown;
  /** How its run ends; none is made with `none`. @default FINISHED */
  readonly run?: 'FINISHED' | 'FAILED' | 'RUNNING' | 'none';
  /** How many runs are made of it. @default 1 */
  readonly runs?: number;
  /** What it logs: a model with files, one whose files stayed with who trained it, an empty file, or no model. @default model */
  readonly logs?: 'model' | 'lost' | 'empty' | 'nothing';
  readonly tags?: Readonly<Record<string, string>>;
  readonly params?: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. @default now */
  readonly startedAt?: number;
  /** Milliseconds after which a RUNNING run ends after all. */
  readonly endsAfter?: number;
}

/** An API that trains models and logs them to MLflow, as a service does that has both. */
export interface TrainingServer extends HttpServer {
  /** The bodies that it was asked to train with. */
  readonly asked: readonly unknown[];
  /** The runs that it made, by model. */
  readonly runs: Readonly<Record<string, readonly string[]>>;
}

export interface TrainingServerOptions {
  readonly tracking: Tracking;
  readonly major: 2 | 3;
  readonly experiment: string;
  readonly models: Readonly<Record<string, Training>>;
  /** Asked `/jobs/7` so many times it is busy; without it the answer to the start comes when all is done. */
  readonly looks?: number;
}

export async function startTrainingServer(options: TrainingServerOptions): Promise<TrainingServer> {
  const asked: unknown[] = [];
  const runs: Record<string, string[]> = {};
  let looks = 0;
  const results = () =>
    Object.fromEntries(
      Object.entries(options.models).flatMap(([name, { said }]) => {
        const id = said ?? runs[name]?.[0];
        return id === undefined ? [] : [[name, { status: 'success', run_id: id }]];
      }),
    );
  const train = async (): Promise<void> => {
    for (const [name, training] of Object.entries(options.models)) runs[name] = await logged(name, training, options);
  };
  const status = () => ({
    models: {
      ...Object.fromEntries(Object.entries(options.models).map(([name, { trained = true }]) => [name, { trained }])),
      rules: { trained: false },
    },
  });
  const server = await startHttpServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = (value: unknown, code = 200) =>
      response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (request.url === '/models/train') {
      asked.push(JSON.parse(Buffer.concat(chunks).toString()));
      await train();
      return answer(options.looks === undefined ? { results: results() } : { job: { id: 7 } });
    }
    if (request.url === '/jobs/7') {
      looks += 1;
      return answer(looks > (options.looks ?? 0) ? { state: 'done', results: results() } : { state: 'busy' });
    }
    return request.url === '/models/status' ? answer(status()) : answer({ detail: 'Not Found' }, 404);
  });
  return { ...server, asked, runs };
}

/** Makes its runs; answers their ids. */
async function logged(name: string, training: Training, options: TrainingServerOptions): Promise<string[]> {
  const { run: status = 'FINISHED', runs = 1, logs = 'model', tags = {}, params = {}, startedAt, endsAfter } = training;
  const { call } = options.tracking;
  if (status === 'none') return [];
  const experiment = await experimentId(options);
  const made: string[] = [];
  for (let i = 0; i < runs; i += 1) {
    const begun = { experiment_id: experiment, run_name: name, start_time: startedAt ?? Date.now() };
    const { run } = await call('runs/create', begun);
    const { run_id: id } = (run as { info: { run_id: string } }).info;
    made.push(id);
    for (const [key, value] of Object.entries({ kind: name, ...params }))
      await call('runs/log-parameter', { run_id: id, key, value });
    await call('runs/log-metric', { run_id: id, key: 'auc', value: 0.8, timestamp: Date.now() });
    for (const [key, value] of Object.entries(tags)) await call('runs/set-tag', { run_id: id, key, value });
    if (logs !== 'nothing') await logModel(experiment, id, logs, options);
    const end = () => call('runs/update', { run_id: id, status: 'FINISHED', end_time: Date.now() });
    if (status !== 'RUNNING') await call('runs/update', { run_id: id, status, end_time: Date.now() });
    else if (endsAfter !== undefined) setTimeout(() => void end(), endsAfter);
  }
  return made;
}

async function logModel(
  experiment: string,
  run: string,
  logs: 'model' | 'lost' | 'empty',
  { tracking, major }: TrainingServerOptions,
): Promise<void> {
  const model = major === 2 ? undefined : await logModel3(tracking, run);
  if (model === undefined) await logModel2(tracking, run);
  if (logs === 'lost') return;
  const place = model === undefined ? `${run}/artifacts/model/data` : `models/${model}/artifacts/data`;
  const answer = await fetch(`${tracking.url}/api/2.0/mlflow-artifacts/artifacts/${experiment}/${place}/model.bin`, {
    method: 'PUT',
    body: logs === 'empty' ? '' : 'weights',
  });
  if (!answer.ok) throw new Error(`${place}: ${answer.status}`);
}

/** The experiment, which whoever trains makes. */
export async function experimentId({ tracking, experiment }: Pick<TrainingServerOptions, 'tracking' | 'experiment'>) {
  const query = new URLSearchParams({ experiment_name: experiment });
  try {
    const found = await tracking.call(`experiments/get-by-name?${query}`);
    return (found.experiment as { experiment_id: string }).experiment_id;
  } catch {
    return (await tracking.call('experiments/create', { name: experiment })).experiment_id as string;
  }
}
