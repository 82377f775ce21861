import { setTimeout as sleep } from 'node:timers/promises';
import { legacy, type ModelName, models } from '../../../examples/iac/models';
import { deployedIn } from '../../../src/programs/environment-file/edit';
import { type HttpServer, startHttpServer } from '../../harness/http-server';
import type { GitRepository } from '../../services/servers/git-repository';
import { argoCdApplication, defineKind, podMetrics } from '../../services/servers/kinds';
import type { ApiClient } from '../api/client';
import { ensureNamespaces } from '../apply';
import { type Workload, workload } from '../rollout/workload';
import { namespace, places, served } from './places';

/** What a served model answers at its endpoint. */
export type Answers = 'well' | 'with 500';

/** What follows git and is not here: Argo CD, the controller of Deployments, the kubelet; and what serves. */
export interface Serving {
  answers(model: ModelName, how: Answers): void;
  /** The version that runs. */
  runs(model: ModelName): string | undefined;
  /** Waits until all is as git says. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

const wellAnswered: Readonly<Record<ModelName, object>> = {
  failure: { failure_probability: 0.82, confidence: 0.9, severity: 'high', recommended_action: 'restart' },
  threat: { risk_level: 'high', threats: ['sql_injection'] },
  capacity: { forecast: [71.5, 73], recommended_action: 'add a replica' },
};

interface Place {
  readonly name: ModelName;
  readonly pods: Workload;
  readonly server: HttpServer;
  answers: Answers;
  deployed: string;
  version: string | undefined;
}

const applications = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';

export async function startServing(api: ApiClient, repository: GitRepository): Promise<Serving> {
  for (const kind of [argoCdApplication, podMetrics]) await defineKind(api, kind);
  const metadata = { name: 'aiops', namespace: 'argocd' };
  const application = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata };
  await ensureNamespaces(api, [application]);
  const source = { repoURL: repository.url, path: 'environments/production' };
  const spec = { project: 'default', destination: { namespace }, source, syncPolicy: { automated: {} } };
  await api.create(applications, { ...application, spec });
  const all = await Promise.all((Object.keys(models) as ModelName[]).map((name) => startPlace(api, name)));
  let at = '';
  let stopped = false;
  let problem: unknown;

  async function follow(place: Place): Promise<void> {
    const { name } = models[place.name];
    const image = `${places.registry.name}:${places.registry.port}/${name}`;
    const text = repository.read(`environments/production/${name}.yaml`);
    if (text === undefined) return;
    const { deployed } = deployedIn(Buffer.from(text), { kustomize: image });
    if (deployed === '' || deployed === place.deployed) return;
    const digest = deployed.replace(/^.*@/, '');
    place.version = await versionOf(name, digest);
    await place.pods.rollOut(`${image}@${digest}`, 'ready');
    place.deployed = deployed;
  }

  const following = (async () => {
    while (!stopped) {
      const head = repository.head();
      if (head !== at) {
        for (const place of all) await follow(place);
        const sync = { status: 'Synced', revision: head };
        const operationState = { phase: 'Succeeded', syncResult: { revision: head } };
        await api.patch(`${applications}/aiops/status`, {
          status: { sync, health: { status: 'Healthy' }, operationState },
        });
        at = head;
      }
      for (const { pods } of all) await pods.measure();
      await sleep(200);
    }
  })().catch((reason) => {
    problem = reason;
  });
  const of = (name: ModelName): Place => all.find((place) => place.name === name) as Place;
  return {
    answers: (name, how) => {
      of(name).answers = how;
    },
    runs: (name) => of(name).version,
    async settled() {
      while (repository.head() !== at) {
        if (problem !== undefined) throw problem;
        await sleep(30);
      }
    },
    async stop() {
      stopped = true;
      await following;
      await Promise.all(all.map(({ server }) => server.stop()));
    },
  };
}

async function startPlace(api: ApiClient, name: ModelName): Promise<Place> {
  const { name: application, limits, engine, contract } = models[name];
  const pods = workload(api, {
    namespace,
    name: application,
    labels: { 'app.kubernetes.io/name': application, 'app.kubernetes.io/instance': application },
    container: 'app',
    limits,
    definition: (image) => ({ image }),
  });
  const server = await startHttpServer((request, response) => {
    request.resume();
    if (place.version === undefined) return response.socket?.resetAndDestroy();
    const answer = (value: object, code = 200) =>
      response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    switch (request.url) {
      case '/api/v3/aiops/models/status': {
        const rules = legacy.map((rule) => [rule, { trained: false }]);
        const own = { [engine.status]: { trained: true, version: place.version } };
        return answer({ models: { ...own, ...Object.fromEntries(rules) } });
      }
      case `/api/v3/aiops/predict/${contract.path}`:
        return place.answers === 'well' ? answer(wellAnswered[name]) : answer({ detail: 'shapes' }, 500);
      case '/api/v3/aiops/metrics':
        return response.setHeader('content-type', 'text/plain; version=0.0.4').end('aiops_uptime_seconds 12\n');
      default:
        return answer({ detail: 'Not Found' }, 404);
    }
  }, served[name]);
  const place: Place = { name, pods, server, answers: 'well', deployed: '', version: undefined };
  return place;
}

/** Which version an image is of: the registry has a tag of it. */
export async function versionOf(model: string, digest: string): Promise<string | undefined> {
  const at = `http://${places.registry.address}:${places.registry.port}/v2/${model}`;
  const { tags } = (await (await fetch(`${at}/tags/list`)).json()) as { tags: string[] };
  for (const tag of tags) {
    const accept = 'application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json';
    const answer = await fetch(`${at}/manifests/${tag}`, { method: 'HEAD', headers: { accept } });
    if (answer.headers.get('docker-content-digest') === digest) return tag.replace('production-', '');
  }
  return undefined;
}
