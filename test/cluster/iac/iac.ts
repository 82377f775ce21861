import { chmodSync, copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { type ModelName, models, ofEach } from '../../../examples/iac/models';
import { deployedIn } from '../../../src/programs/environment-file/edit';
import { recordName, verdictBookName } from '../../../src/programs/release/object-names';
import { parseRecord } from '../../../src/programs/release/record-data';
import { parseVerdictBook } from '../../../src/programs/release/verdict-book-data';
import { selfSigned } from '../../../src/simulate/local/cluster/self-signed';
import { gitUsers, startGitServer } from '../../services/servers/git-server';
import { startMlflow } from '../../services/servers/mlflow';
import { startRegistry } from '../../services/servers/registry';
import { type Tracking, trackingAt } from '../../services/training-run';
import type { KubeObject } from '../api/json';
import { applyAll } from '../apply';
import { api } from '../cluster';
import { type Container, withEnv } from '../container';
import { committedManifests } from '../dist-manifests';
import { fasterContainer } from '../faster-container';
import { argo } from '../release/argo/engine';
import { configMapsIn } from '../release/config-map';
import type { Release } from '../release/engine';
import { pushEngineImage } from './code-image';
import { type Engine, startEngine } from './engine';
import { hosts, namespace, places } from './places';
import { type Serving, startServing, versionOf } from './serving';

/** The example iac as it is emitted, on real servers. */
export interface Iac {
  readonly engine: Engine;
  readonly serving: Serving;
  /** Trains and releases; its programs run, all of them. */
  retrain(options?: RetrainOptions): Promise<Release>;
  state(): Promise<State>;
  stop(): Promise<void>;
}

export interface RetrainOptions {
  /** @default 'retrain' */
  readonly submit?: 'retrain' | 'retrain-in-pods';
  readonly arguments?: Readonly<Record<string, string>>;
  /** Another one than is emitted. */
  readonly policy?: 'allOrNothing';
}

/** What the servers say of each model, in versions. */
export type State = { readonly [name in ModelName]: ModelState };

export interface ModelState {
  readonly good: string | null;
  readonly alias: string | null;
  readonly git: string | undefined;
  readonly runs: string | undefined;
  readonly rejected: readonly string[];
  readonly open: boolean;
  /** Versions in the registry. */
  readonly registered: number;
  /** Of the newest verdict. */
  readonly reason: string | undefined;
}

export async function startIac(): Promise<Iac> {
  const at = (place: { readonly address: string; readonly port: number }) => `${place.address}:${place.port}`;
  const allowedHosts = [`${places.mlflow.name}:${places.mlflow.port}`, at(places.mlflow)];
  const [mlflow, registry] = await Promise.all([
    startMlflow({ version: 3, at: places.mlflow, allowedHosts }),
    startRegistry({ at: places.registry }),
  ]);
  const { scratch } = inject('cluster');
  const base = await pushEngineImage(registry.url, scratch);
  const tracking = trackingAt(mlflow.url);
  const engine = await startEngine(tracking);
  const tls = selfSigned(places.git.name);
  const git = await startGitServer({ ...places.git, tls });
  const repository = git.create('acme/aiops-deployments', { 'README.md': 'what runs where\n' });
  const all = committedManifests().iac ?? [];
  // What serves is made by a stand-in, and schedules are not waited for.
  const emitted = all.filter(({ kind }) => !['Deployment', 'Service', 'CronWorkflow'].includes(kind));
  const changed = (policy?: string) =>
    argo.changed(emitted, {
      container: (container, step) => hereabouts(fasterContainer(container, step), base, policy),
    });
  const manifests = changed();
  await applyAll(api, [...manifests, secret]);
  const serving = await startServing(api, repository);
  const configMaps = configMapsIn(namespace);

  async function stateOf(name: ModelName): Promise<ModelState> {
    const { name: model } = models[name];
    const { record } = parseRecord(model, await configMaps.dataOf(recordName(model, 'production')));
    const book = parseVerdictBook('verdicts', await configMaps.dataOf(verdictBookName(model, 'production')));
    const text = repository.read(`environments/production/${model}.yaml`);
    const kustomize = `${places.registry.name}:${places.registry.port}/${model}`;
    const deployed = text === undefined ? '' : deployedIn(Buffer.from(text), { kustomize }).deployed;
    const { alias, registered } = await registeredAs(tracking, model);
    return {
      good: record.good?.modelVersion ?? null,
      alias,
      git: deployed === '' ? undefined : await versionOf(model, deployed.replace(/^.*@/, '')),
      runs: serving.runs(name),
      rejected: record.rejected.map(({ modelVersion }) => modelVersion),
      open: record.phase !== 'idle' || record.lock !== null,
      registered,
      reason: book.at(-1)?.reason,
    };
  }

  return {
    engine,
    serving,
    async retrain({ submit = 'retrain', policy, ...options } = {}) {
      const current = policy === undefined ? manifests : changed(policy);
      return argo.start(current, {
        ...options,
        submit,
        patience: 90,
        hosts,
        place: { trusts: tls.cert, programs: [trainersImage(scratch)] },
        scratch,
      });
    },
    async state() {
      await serving.settled();
      const states = ofEach((_, name) => stateOf(name));
      return { failure: await states.failure, threat: await states.threat, capacity: await states.capacity };
    },
    async stop() {
      await serving.stop();
      await Promise.all([engine.stop(), git.stop(), mlflow.stop(), registry.stop()]);
    },
  };
}

const secret: KubeObject & { readonly stringData: Readonly<Record<string, string>> } = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'aiops-deployments-git', namespace },
  stringData: { token: gitUsers.app.password },
};

/** The image of the code that is here; time to answer on a machine where everything runs; and the policy that is wanted. */
function hereabouts<T extends Container>(container: T, base: string, policy: string | undefined): T {
  const { env = [] } = container;
  const now = Object.fromEntries(env.map(({ name, value = '' }) => [name, value]));
  const { EXPECT, REGISTRATION, BASE_REFERENCE } = now;
  return withEnv(container, {
    ...(BASE_REFERENCE === undefined ? {} : { BASE_REFERENCE: base }),
    ...(EXPECT?.includes('maxLatencyMs')
      ? { EXPECT: JSON.stringify({ ...JSON.parse(EXPECT), maxLatencyMs: 5000 }) }
      : {}),
    ...(REGISTRATION === undefined || policy === undefined
      ? {}
      : { REGISTRATION: JSON.stringify({ ...JSON.parse(REGISTRATION), policy }) }),
  });
}

/** What the image of the engine has beyond the others: a Python that trains. */
function trainersImage(scratch: string): string {
  const folder = join(scratch, 'trainer');
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(__dirname, 'trainer.cjs'), join(folder, 'python'));
  chmodSync(join(folder, 'python'), 0o755);
  return folder;
}

async function registeredAs({ call }: Tracking, model: string): Promise<Pick<ModelState, 'alias' | 'registered'>> {
  const found = await call(`registered-models/get?name=${model}`).catch(() => undefined);
  if (found === undefined) return { alias: null, registered: 0 };
  const { aliases = [] } = found.registered_model as { aliases?: { alias: string; version: string }[] };
  const filter = new URLSearchParams({ filter: `name='${model}'` });
  const { model_versions: versions = [] } = (await call(`model-versions/search?${filter}`)) as {
    model_versions?: readonly object[];
  };
  return { alias: aliases.find(({ alias }) => alias === 'production')?.version ?? null, registered: versions.length };
}
