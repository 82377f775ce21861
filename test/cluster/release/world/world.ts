import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { type HttpServer, startHttpServer } from '../../../harness/http-server';
import type { GitRepository } from '../../../services/servers/git-repository';
import { argoCdApplication, defineKind, httpRoute, podMetrics, referenceGrant } from '../../../services/servers/kinds';
import type { ApiClient } from '../../api/client';
import { ensureNamespaces } from '../../apply';
import { workload } from '../../rollout/workload';
import { type EnvironmentName, environments, places } from '../addresses';
import { application } from './application';
import { behaviourIn, type Image, startOf } from './behaviour';

/** What follows git and is not here: Argo CD, the Deployment's controller, the kubelet, and the application itself. */
export interface World {
  /** Tells what an image does where it is deployed. */
  know(image: Image): void;
  /** From now on Argo CD does not look at git for an environment. */
  pause(environment: EnvironmentName): void;
  resume(environment: EnvironmentName): void;
  /** The version that answers in an environment. */
  answers(environment: EnvironmentName): string | undefined;
  /** Waits until every environment is as git says. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** @param asked - where the application answers; elsewhere it only runs */
export async function startWorld(
  api: ApiClient,
  repository: GitRepository,
  asked: readonly EnvironmentName[],
): Promise<World> {
  for (const kind of [argoCdApplication, httpRoute, podMetrics, referenceGrant]) await defineKind(api, kind);
  const images = new Map<string, Image>();
  const places_ = await Promise.all(
    environments.map((name) => startPlace(api, name, repository, images, asked.includes(name))),
  );
  const placeOf = (name: EnvironmentName) => places_.find((place) => place.name === name);
  return {
    know: (image) => {
      images.set(image.digest, image);
    },
    pause: (name) => placeOf(name)?.pause(true),
    resume: (name) => placeOf(name)?.pause(false),
    answers: (name) => placeOf(name)?.answering()?.version,
    async settled() {
      for (const place of places_) await place.settled();
    },
    async stop() {
      await Promise.all(places_.map((place) => place.stop()));
    },
  };
}

async function startPlace(
  api: ApiClient,
  name: EnvironmentName,
  repository: GitRepository,
  images: ReadonlyMap<string, Image>,
  asked: boolean,
) {
  const namespace = `gourmetgram-${name}`;
  const metadata = { name: namespace, namespace: 'argocd' };
  const object = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata };
  await ensureNamespaces(api, [object, { ...object, metadata: { name, namespace } }]);
  const list = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';
  const source = { repoURL: repository.url, path: `environments/${name}` };
  const spec = { project: 'default', destination: { namespace }, source, syncPolicy: { automated: {} } };
  await api.remove(`${list}/${namespace}`).catch(() => undefined);
  await api.create(list, { ...object, spec });

  const { clear, rollOut, measure } = workload(api, {
    namespace,
    name: 'gourmetgram-app',
    labels: { app: 'gourmetgram' },
    container: 'app',
    limits: { cpu: '500m', memory: '256Mi' },
    definition: (image) => ({ image }),
  });
  await clear();
  let answering: Image | undefined;
  let paused = false;
  let stopped = false;
  let at = '';
  let deployed = '';
  const answer = application(name, () => answering);
  const server: HttpServer | undefined = asked ? await startHttpServer(answer, places[name]) : undefined;

  async function follow(): Promise<void> {
    const head = repository.head();
    if (paused || head === at) return;
    const text = repository.read(`environments/${name}/gourmetgram.yaml`);
    const reference: string | undefined = text === undefined ? undefined : parse(text).image?.reference;
    if (reference !== undefined && reference !== deployed) {
      const image = images.get(reference.replace(/^.*@/, ''));
      if (image === undefined) throw new Error(`git says ${reference}, which nobody built`);
      const behaviour = behaviourIn(image, name);
      await rollOut(reference, startOf(behaviour));
      deployed = reference;
      if (startOf(behaviour) === 'ready' && behaviour !== 'stale') answering = image;
    }
    const image = images.get(deployed.replace(/^.*@/, ''));
    const ready = image === undefined || startOf(behaviourIn(image, name)) === 'ready';
    const health = { status: ready ? 'Healthy' : 'Degraded' };
    const sync = { status: 'Synced', revision: head };
    await api.patch(`${list}/${namespace}/status`, {
      status: { sync, health, operationState: { phase: 'Succeeded', syncResult: { revision: head } } },
    });
    at = head;
  }

  let problem: unknown;
  const following = (async () => {
    while (!stopped) {
      await follow();
      // Only there somebody looks at them.
      if (name === 'staging') await measure();
      await sleep(200);
    }
  })().catch((reason) => {
    problem = reason;
  });
  return {
    name,
    pause: (wanted: boolean) => {
      paused = wanted;
    },
    answering: () => answering,
    async settled() {
      while (repository.head() !== at) {
        if (problem !== undefined) throw problem;
        await sleep(30);
      }
    },
    async stop() {
      stopped = true;
      await following;
      await server?.stop();
    },
  };
}
