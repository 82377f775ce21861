import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { recordName, verdictBookName } from '../../../src/programs/release/object-names';
import { parseRecord } from '../../../src/programs/release/record-data';
import { modelAnnotation } from '../../../src/programs/workload/inference-service';
import type { GitRepository } from '../../services/servers/git-repository';
import { argoCdApplication, defineKind, podMetrics } from '../../services/servers/kinds';
import type { ApiClient } from '../api/client';
import type { KubeObject } from '../api/json';
import { ensureNamespaces } from '../apply';
import { configMapsIn } from '../release/config-map';
import { type Start, type Workload, workload } from '../rollout/workload';
import { namespace, places } from './places';
import { type ServedModel, servedModel } from './served-model';

/** What follows git and is not here: Argo CD, KServe in Standard mode, the Deployment's controller, the kubelet; and models. */
export interface Serving {
  /** How pods of a model's new versions start from now on, and what its models answer whatever they say. */
  spoil(model: string, by: { readonly start?: Start; readonly answer?: object }): void;
  /** Forgets what was released. */
  reset(): Promise<void>;
  state(model: string): Promise<ServedState>;
  stop(): Promise<void>;
}

/** What the servers say of a model, by the names of versions. */
export interface ServedState {
  readonly good: string | null;
  readonly hold: string | null;
  readonly rejected: readonly string[];
  /** The version in git, and that of the pods that are ready. */
  readonly git: string | undefined;
  readonly runs: string | undefined;
  readonly ready: boolean;
  readonly open: boolean;
}

interface Options {
  readonly api: ApiClient;
  readonly repository: GitRepository;
  readonly python: string;
  /** As they are emitted. */
  readonly services: readonly InferenceService[];
  readonly fileOf: (uri: string) => string;
}

export interface InferenceService extends KubeObject {
  readonly spec: {
    readonly predictor: {
      readonly model: {
        readonly storageUri: string;
        readonly resources: { readonly limits: { readonly cpu: string; readonly memory: string } };
      };
    };
  };
}

interface Model {
  readonly name: string;
  readonly pods: Workload;
  readonly server: ServedModel;
  start: Start;
  deployed: string;
  runs: string | undefined;
}

const kind = { group: 'serving.kserve.io', version: 'v1beta1', kind: 'InferenceService', plural: 'inferenceservices' };
const services = `/apis/serving.kserve.io/v1beta1/namespaces/${namespace}/inferenceservices`;
const applications = '/apis/argoproj.io/v1alpha1/namespaces/openshift-gitops/applications';
const versionOf = (uri: string | undefined) => uri?.replace(/^.*\//, '');

export async function startServing({ api, repository, python, services: emitted, fileOf }: Options): Promise<Serving> {
  for (const each of [argoCdApplication, podMetrics, kind]) await defineKind(api, each);
  const metadata = { name: namespace, namespace: 'openshift-gitops' };
  const application = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata };
  await ensureNamespaces(api, [application]);
  const source = { repoURL: repository.url, path: 'environments/production' };
  const spec = { project: 'default', destination: { namespace }, source, syncPolicy: { automated: {} } };
  await api.create(applications, { ...application, spec });
  const models: readonly Model[] = await Promise.all(emitted.map((service) => startModel(api, service, python)));
  const configMaps = configMapsIn(namespace);
  let at = '';
  let stopped = false;
  let problem: unknown;

  async function follow(model: Model): Promise<void> {
    const text = repository.read(fileName(model.name));
    const uri: string | undefined = text === undefined ? undefined : parse(text).spec.predictor.model.storageUri;
    if (uri === undefined || uri === model.deployed) return;
    await api.patch(`${services}/${model.name}`, { spec: { predictor: { model: { storageUri: uri } } } });
    // A version that is not in its claim can't be mounted, and one that still runs has pods that started.
    const start = !existsSync(fileOf(uri)) ? 'unpullable' : uri === model.runs ? 'ready' : model.start;
    await model.pods.rollOut(uri, start);
    model.deployed = uri;
    const ready = start === 'ready';
    if (ready) {
      await model.server.serve(fileOf(uri));
      model.runs = uri;
    }
    await report(api, model.name, ready);
  }

  const following = (async () => {
    while (!stopped) {
      const head = repository.head();
      if (head !== at) {
        for (const model of models) await follow(model);
        const sync = { status: 'Synced', revision: head };
        await api.patch(`${applications}/${namespace}/status`, {
          status: {
            sync,
            health: { status: 'Healthy' },
            operationState: { phase: 'Succeeded', syncResult: { revision: head } },
          },
        });
        at = head;
      }
      for (const { pods } of models) await pods.measure();
      await sleep(200);
    }
  })().catch((reason) => {
    problem = reason;
  });
  const of = (name: string): Model => {
    const found = models.find((model) => model.name === name);
    if (found === undefined) throw new Error(`nothing serves ${name}`);
    return found;
  };

  return {
    spoil: (name, { start = 'ready', answer }) => {
      of(name).start = start;
      of(name).server.answer(answer);
    },
    async reset() {
      if (problem !== undefined) throw problem;
      for (const model of models) {
        model.start = 'ready';
        model.server.answer(undefined);
        // What was there is gone with its claim.
        model.deployed = '';
        await configMaps.setData(recordName(model.name, 'production'), undefined);
        await configMaps.setData(verdictBookName(model.name, 'production'), undefined);
      }
    },
    async state(name) {
      if (problem !== undefined) throw problem;
      const { record } = parseRecord(name, await configMaps.dataOf(recordName(name, 'production')));
      const text = repository.read(fileName(name));
      const service = await api.get<InferenceService & { status?: { conditions?: { status: string }[] } }>(
        `${services}/${name}`,
      );
      return {
        good: record.good?.modelVersion ?? null,
        hold: record.hold?.reason ?? null,
        rejected: record.rejected.map(({ modelVersion }) => modelVersion),
        git: text === undefined ? undefined : versionOf(parse(text).spec.predictor.model.storageUri),
        runs: versionOf(of(name).runs),
        ready: service.status?.conditions?.[0]?.status === 'True',
        open: record.phase !== 'idle' || record.lock !== null,
      };
    },
    async stop() {
      stopped = true;
      await following;
      await Promise.all(models.map(({ server }) => server.stop()));
    },
  };
}

const fileName = (model: string) => `environments/production/${model}.yaml`;

async function startModel(api: ApiClient, service: InferenceService, python: string): Promise<Model> {
  const { name } = service.metadata;
  const { storageUri, resources } = service.spec.predictor.model;
  await api.create(services, service);
  const pods = workload(api, {
    namespace,
    name: `${name}-predictor`,
    labels: { 'serving.kserve.io/inferenceservice': name, component: 'predictor' },
    container: 'kserve-container',
    limits: resources.limits,
    definition: (uri) => ({ image: 'kserve/sklearnserver:v0.20.0', annotations: { [modelAnnotation]: uri } }),
  });
  // There is no model yet: its pod can't start.
  await pods.rollOut(storageUri, 'unpullable');
  await report(api, name, false);
  const place = places[name as keyof typeof places];
  const server = await servedModel(name, python, place);
  return { name, pods, server, start: 'ready', deployed: storageUri, runs: undefined };
}

/** What KServe says of an InferenceService; the generation that it observed is that of the Deployment. */
async function report(api: ApiClient, name: string, ready: boolean): Promise<void> {
  await api.patch(`${services}/${name}/status`, {
    status: {
      deploymentMode: 'Standard',
      conditions: [
        {
          type: 'Ready',
          status: ready ? 'True' : 'False',
          ...(ready ? {} : { reason: 'MinimumReplicasUnavailable', message: 'Deployment is unavailable.' }),
          lastTransitionTime: new Date().toISOString(),
        },
      ],
    },
  });
}
