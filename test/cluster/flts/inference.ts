import { setTimeout as sleep } from 'node:timers/promises';
import { startHttpServer } from '../../harness/http-server';
import type { Store } from './image/store';
import { forecast, type Model, type Table } from './image/table';
import { places } from './places';

/** What answers, and how the tests have it not do that. */
export interface Inference {
  /** What it says it has loaded. */
  readonly loaded: Loaded | undefined;
  /** From now on it keeps what it has, whatever is promoted. */
  keep(): void;
  /** From now on it answers so, whatever its model says. */
  answer(otherwise: object | undefined): void;
  /** Follows the pointer, and answers by its model again. */
  mend(): void;
  stop(): Promise<void>;
}

export interface Loaded {
  readonly modelVersion: string;
  readonly runId: string;
}

/** Reads which model is promoted several times a second, loads it from the store, and answers by it. */
export async function startInference(store: Store): Promise<Inference> {
  let serving: (Loaded & { readonly model: Model; readonly tag: string }) | undefined;
  let keeps = false;
  let otherwise: object | undefined;
  let stopped = false;
  let problem: unknown;

  async function follow(): Promise<void> {
    const text = await store.read('model-promotion', 'current.json').catch(() => undefined);
    const tag = text?.toString();
    if (keeps || tag === serving?.tag) return;
    if (tag === undefined) {
      serving = undefined;
      return;
    }
    const { modelVersion, runId, uri } = JSON.parse(tag);
    const [, bucket = '', folder = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(uri) ?? [];
    const file = await store.read(bucket, `${folder}/model.json`);
    if (file === undefined) throw new Error(`there is no model at ${uri}`);
    serving = { modelVersion, runId, model: JSON.parse(file.toString()), tag };
  }

  const following = (async () => {
    while (!stopped) {
      await follow();
      await sleep(100);
    }
  })().catch((reason) => {
    problem = reason;
  });

  const server = await startHttpServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const answer = (status: number, body: object) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (serving === undefined || problem !== undefined)
        return answer(503, { problem: String(problem ?? 'no model') });
      const { model, modelVersion, runId } = serving;
      if (request.url === '/model') return answer(200, { modelVersion, runId });
      if (request.url !== '/predict') return answer(404, {});
      const { rows } = JSON.parse(Buffer.concat(chunks).toString()) as { rows: Table };
      return answer(200, otherwise ?? { prediction: [forecast(model, rows)] });
    });
  }, places.inference);

  return {
    get loaded() {
      return serving && { modelVersion: serving.modelVersion, runId: serving.runId };
    },
    keep: () => {
      keeps = true;
    },
    answer: (wanted) => {
      otherwise = wanted;
    },
    mend: () => {
      keeps = false;
      otherwise = undefined;
    },
    async stop() {
      stopped = true;
      await following;
      await server.stop();
    },
  };
}
