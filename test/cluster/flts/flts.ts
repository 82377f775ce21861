import { inject } from 'vitest';
import { recordName } from '../../../src/programs/release/object-names';
import { parseRecord } from '../../../src/programs/release/record-data';
import { type HttpServer, startHttpServer } from '../../harness/http-server';
import { defineKind, podMetrics } from '../../services/servers/kinds';
import { startMinio } from '../../services/servers/minio';
import { startMlflow } from '../../services/servers/mlflow';
import { type Tracking, trackingAt } from '../../services/training-run';
import type { KubeObject } from '../api/json';
import { applyAll } from '../apply';
import { api } from '../cluster';
import { committedManifests } from '../dist-manifests';
import { fasterContainer } from '../faster-container';
import { argo } from '../release/argo/engine';
import { configMapsIn } from '../release/config-map';
import type { Release } from '../release/engine';
import { workload } from '../rollout/workload';
import { type Odd, oddKey } from './image/odd';
import { type Store, storeOf } from './image/store';
import { columns } from './image/table';
import { imageFolder } from './image-folder';
import { type Inference, startInference } from './inference';
import { hosts, namespaces, type Preset, places, presets } from './places';

/** The example flts as it is emitted, on real servers. */
export interface Flts {
  readonly inference: Inference;
  readonly tracking: Tracking;
  readonly store: Store;
  /** What was told to whoever wants to know of new models, in order. */
  readonly told: readonly Told[];
  /** Starts a night with a table of its own, unless a name says which; all programs run. */
  night(options?: NightOptions): Promise<Release>;
  /** What is promoted, as it is stored. */
  pointer(): Promise<Pointer | undefined>;
  /** The runs of MLflow that were not there when it was last asked, in the order they began. */
  newRuns(): Promise<readonly Logged[]>;
  /** Whether a release is open, and what was rejected. */
  record(): Promise<{ readonly open: boolean; readonly good: string | null; readonly rejected: readonly string[] }>;
  stop(): Promise<void>;
}

export interface NightOptions {
  readonly preset?: Preset;
  readonly table?: string;
  readonly odd?: Readonly<Record<string, Odd>>;
  readonly arguments?: Readonly<Record<string, string>>;
}

interface Told {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Pointer {
  readonly modelVersion: string;
  readonly runId: string;
  readonly uri: string;
  readonly token: number;
}

export interface Logged {
  readonly id: string;
  readonly name: string;
  readonly startedAt: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly tags: Readonly<Record<string, string>>;
}

export async function startFlts(): Promise<Flts> {
  const { scratch } = inject('cluster');
  const allowedHosts = presets.map((preset) => `mlflow.${namespaces[preset]}.svc.cluster.local:${places.mlflow.port}`);
  const [mlflow, minio, programs] = await Promise.all([
    startMlflow({ version: 3, at: places.mlflow, allowedHosts: [...allowedHosts, '127.0.1.21:5000'] }),
    startMinio({ at: places.minio }),
    imageFolder(scratch),
  ]);
  const env = { ...minio.env, AWS_REGION: 'us-east-1' };
  const store = storeOf(env);
  await store.make('dataset');
  const told: Told[] = [];
  const events = await listen(told);
  const inference = await startInference(store);
  const manifests = await define(minio.env);
  const pods = await startPods();
  const tracking = trackingAt(mlflow.url);
  const seen = new Set<string>();
  let tables = 0;
  return {
    inference,
    tracking,
    store,
    told,
    async night({ preset = 'dev', table, odd = {}, arguments: given = {} } = {}) {
      tables += 1;
      const dataset = table ?? `table-${tables}.json`;
      if ((await store.read('dataset', dataset)) === undefined)
        await store.write('dataset', dataset, JSON.stringify(tableOf(tables)));
      await store.write('dataset', oddKey, JSON.stringify(odd));
      return argo.start(
        manifests.filter(({ metadata }) => metadata.namespace === namespaces[preset]),
        {
          submit: 'retrain',
          arguments: { dataset, ...given },
          patience: 120,
          hosts,
          scratch,
          place: { programs: [programs] },
        },
      );
    },
    async pointer() {
      const text = await store.read('model-promotion', 'current.json');
      return text === undefined ? undefined : JSON.parse(text.toString());
    },
    async newRuns() {
      const runs = (await runsOf(tracking)).filter(({ id }) => !seen.has(id));
      for (const { id } of runs) seen.add(id);
      return runs.sort((a, b) => a.startedAt - b.startedAt);
    },
    async record() {
      const data = await configMapsIn(namespaces.dev).dataOf(recordName('flts', 'dev'));
      const { record } = parseRecord('dev', data);
      return {
        open: record.phase !== 'idle' || record.lock !== null,
        good: record.good?.modelVersion ?? null,
        rejected: record.rejected.map(({ modelVersion }) => modelVersion),
      };
    },
    async stop() {
      await pods.stop();
      await inference.stop();
      await events.stop();
      await Promise.all([minio.stop(), mlflow.stop()]);
    },
  };
}

/** Applies what is emitted, with shorter times, but for what starts runs by itself and the Deployment, which the tests play. */
async function define(account: Readonly<Record<string, string>>): Promise<readonly KubeObject[]> {
  const emitted = (committedManifests().flts ?? []).filter(({ kind }) => !/^(CronWorkflow|Deployment)$/.test(kind));
  const manifests = argo.changed(emitted, { container: fasterContainer });
  const stores = ['training', 'buckets', 'promotion', 'inference'].map((who) => `minio-${who}`);
  const keys = { 'access-key': account.AWS_ACCESS_KEY_ID, 'secret-key': account.AWS_SECRET_ACCESS_KEY };
  const secrets = presets.flatMap((preset) => {
    const secret = (name: string, stringData: object): KubeObject & { readonly stringData: object } => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace: namespaces[preset] },
      stringData,
    });
    return [...stores.map((name) => secret(name, keys)), secret('model-events', { token: 'a-token-of-the-tests' })];
  });
  await applyAll(api, [...manifests, ...secrets]);
  return manifests;
}

/** The pod of what answers, as the cluster would report it. */
async function startPods(): Promise<{ stop(): Promise<void> }> {
  await defineKind(api, podMetrics);
  const deployed = workload(api, {
    namespace: namespaces.dev,
    name: 'inference',
    labels: { 'app.kubernetes.io/name': 'flts', 'app.kubernetes.io/component': 'inference' },
    container: 'app',
    limits: { cpu: '1', memory: '1Gi' },
    definition: (image) => ({ image }),
  });
  await deployed.rollOut(`ghcr.io/acme/flts-inference@sha256:${'4'.repeat(64)}`, 'ready');
  let measuring = Promise.resolve();
  const timer = setInterval(() => {
    measuring = measuring.then(() => deployed.measure());
  }, 300);
  return {
    async stop() {
      clearInterval(timer);
      await measuring;
    },
  };
}

function listen(told: Told[]): Promise<HttpServer> {
  return startHttpServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const { type, data } = JSON.parse(Buffer.concat(chunks).toString());
      told.push({ type, data });
      response.writeHead(200).end();
    });
  }, places.events);
}

/** A table of waves; each number has waves of its own. */
function tableOf(number: number): readonly (readonly number[])[] {
  return Array.from({ length: 240 }, (_, row) =>
    Array.from({ length: columns }, (_, column) => Math.sin(row / (4 + number / 10) + column) / 2),
  );
}

async function runsOf({ call }: Tracking): Promise<readonly Logged[]> {
  const { experiments } = (await call('experiments/search', { max_results: 100 })) as {
    experiments: readonly { experiment_id: string }[];
  };
  const { runs = [] } = (await call('runs/search', {
    experiment_ids: experiments.map(({ experiment_id }) => experiment_id),
    max_results: 1000,
  })) as { runs?: readonly MlflowRun[] };
  return runs.map(({ info, data: { metrics = [], tags = [] } }) => ({
    id: info.run_id,
    name: info.run_name,
    startedAt: info.start_time,
    metrics: Object.fromEntries(metrics.map(({ key, value }) => [key, Number(value)])),
    tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
  }));
}

interface MlflowRun {
  readonly info: { readonly run_id: string; readonly run_name: string; readonly start_time: number };
  readonly data: {
    readonly metrics?: readonly { readonly key: string; readonly value: number | string }[];
    readonly tags?: readonly { readonly key: string; readonly value: string }[];
  };
}
