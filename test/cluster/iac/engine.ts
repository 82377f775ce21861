import { legacy, type ModelName, models, ofEach } from '../../../examples/iac/models';
import { type HttpServer, startHttpServer } from '../../harness/http-server';
import type { Tracking } from '../../services/training-run';
import { loggedRun, type Training } from './logged-run';
import { places } from './places';

/** How the engine trains, and what it says of itself. */
export interface Behaviour {
  readonly trainings?: Partial<Readonly<Record<ModelName, Training>>>;
  /** Models of which its status says the opposite of what is so: as a worker that knows nothing of a training does. */
  readonly lies?: readonly string[];
}

/** Stands in for the engine: logs real runs, with files, to the real MLflow. */
export interface Engine extends HttpServer {
  /** From now on. */
  behave(behaviour: Behaviour): void;
  /** What it was asked to train, in the order it came. */
  readonly asked: readonly Asked[];
}

interface Asked {
  readonly models: readonly string[];
  readonly use_synthetic_data: boolean;
  readonly n_samples: number;
  readonly hyperparameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export async function startEngine(tracking: Tracking): Promise<Engine> {
  const asked: Asked[] = [];
  const trained = new Set<string>();
  let behaviour: Behaviour = {};

  async function train(wanted: Asked): Promise<object> {
    asked.push(wanted);
    const results: Record<string, object> = {};
    for (const [name, { engine, file }] of Object.entries(models)) {
      if (!wanted.models.includes(engine.train)) continue;
      const id = await loggedRun(tracking, {
        model: name as ModelName,
        name: engine.status,
        params: wanted.hyperparameters[engine.train] ?? {},
        file: file.artifact,
        ...behaviour.trainings?.[name as ModelName],
      });
      trained.add(engine.status);
      results[engine.train] = { status: 'success', run_id: id };
    }
    return {
      status: 'success',
      results: { status: 'completed', models_trained: Object.keys(results).length, results },
    };
  }

  function status(): object {
    const names = [...Object.values(ofEach(({ engine }) => engine.status)), ...legacy];
    const said = names.map((name) => [name, { trained: trained.has(name) !== (behaviour.lies ?? []).includes(name) }]);
    return { models: Object.fromEntries(said) };
  }

  const server = await startHttpServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = (value: object, code = 200) =>
      response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    switch (`${request.method} ${request.url}`) {
      case 'GET /api/v3/aiops/health':
        return answer({ status: 'healthy' });
      case 'POST /api/v3/aiops/models/train':
        return answer(await train(JSON.parse(Buffer.concat(chunks).toString())));
      case 'GET /api/v3/aiops/models/status':
        return answer(status());
      default:
        return answer({ detail: 'Not Found' }, 404);
    }
  }, places.engine);
  return {
    ...server,
    asked,
    behave: (wanted) => {
      behaviour = wanted;
    },
  };
}
