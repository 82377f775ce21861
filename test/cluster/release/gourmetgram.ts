import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { newFile } from '../../../src/programs/environment-file/new-file';
import type { Candidate } from '../../../src/programs/release/candidate';
import { recordName, verdictBookName } from '../../../src/programs/release/object-names';
import { initialRecord, type ReleaseRecord } from '../../../src/programs/release/record';
import { recordData } from '../../../src/programs/release/record-data';
import { selfSigned } from '../../programs/self-signed';
import { pushImage } from '../../services/images';
import { programs } from '../../services/place';
import type { GitRepository } from '../../services/servers/git-repository';
import { gitUsers, startGitServer } from '../../services/servers/git-server';
import { trackingAt, trainingRun } from '../../services/training-run';
import type { KubeObject } from '../api/json';
import { objectPath } from '../api/paths';
import { apply, applyAll } from '../apply';
import { api } from '../cluster';
import { committedManifests } from '../dist-manifests';
import { runs, succeeds } from '../kubelet/outcome';
import type { Scenario } from '../kubelet/scenario';
import { type Run, type RunOptions, run } from '../run';
import { type EnvironmentName, environments, hosts, imageRepository, modelName, places } from './addresses';
import { type ArgoTemplate, faster, withTemplates } from './faster';
import { type State, stateOf } from './state';
import type { Behaviour } from './world/behaviour';
import { startWorld, type World } from './world/world';

/** The example gourmetgram as it is emitted, on real servers. */
export interface Gourmetgram {
  readonly world: World;
  readonly repository: GitRepository;
  /** Forgets all that was released: production runs version 1, canary and staging version 2. */
  reset(): Promise<void>;
  /** Forgets all that was released: everywhere runs the image of before the first training, and no record says so. */
  install(): Promise<void>;
  /** What training and the build of an image leave: a version in the registry, and an image. */
  build(behaviour?: Behaviour, inCanary?: Behaviour): Promise<Candidate>;
  /** Removes the image of a version from the registry. */
  removeImage(modelVersion: string): Promise<void>;
  /** Runs a template of gourmetgram; its programs run, training and evaluation are told. */
  run(submit: string, options?: Partial<RunOptions>): Promise<Run>;
  /** Changes what is emitted, until the next reset. */
  vary(change: (template: ArgoTemplate) => ArgoTemplate): Promise<void>;
  /** How training ends that built this. */
  trains(candidate: Candidate): Scenario;
  /** What all servers say now. */
  state(): Promise<State>;
  /** The record of an environment as it is stored. */
  record(environment: EnvironmentName): Promise<Readonly<Record<string, string>>>;
  /** What GitOps does when anything changes. */
  applyAgain(): Promise<void>;
  stop(): Promise<void>;
}

const application = 'gourmetgram';
const format = { helmValues: 'image.reference' } as const;
const imagesAt = `http://${places.registry.address}:${places.registry.port}`;
const imagePath = 'gourmetgram-app';
const tracking = trackingAt(`http://${places.mlflow.address}:${places.mlflow.port}`);

export async function startGourmetgram(): Promise<Gourmetgram> {
  const tls = selfSigned(places.git.name);
  const git = await startGitServer({ ...places.git, tls });
  const repository = git.create('gourmetgram/gourmetgram-deployments', { 'README.md': 'what runs where\n' });
  // The schedules are not waited for.
  const all = committedManifests().gourmetgram ?? [];
  const manifests = faster(all.filter(({ kind }) => kind !== 'CronWorkflow'));
  const world = await startWorld(api, repository);
  await applyAll(api, manifests);
  await apply(api, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'deployments-git', namespace: 'argo' },
    stringData: { token: gitUsers.app.password },
  } as KubeObject);

  const templates: readonly KubeObject[] = manifests.filter(({ kind }) => kind === 'WorkflowTemplate');
  let current: readonly KubeObject[] = templates;
  let varied = false;
  const define = async (wanted: readonly KubeObject[]): Promise<void> => {
    current = wanted;
    for (const object of wanted) await apply(api, object);
    // The controller hears of it a moment later.
    await sleep(1000);
  };

  let known: Candidate[] = [];
  let built = 0;
  const release = (version: string): Candidate => {
    const found = known.find(({ modelVersion }) => modelVersion === version);
    if (found === undefined) throw new Error(`nobody built version ${version}`);
    return found;
  };

  async function image(
    modelVersion: string,
    behaviour: Behaviour,
    tag: string,
    inCanary?: Behaviour,
  ): Promise<Candidate> {
    built += 1;
    const layers = [Buffer.from(`image ${built}`)];
    const { digest } = await pushImage(imagesAt, imagePath, tag, { layers });
    world.know({ digest, version: `1.0.${modelVersion}`, behaviour, inCanary });
    const candidate = { modelVersion, runId: '', digest, commit: '', uri: '' };
    known.push(candidate);
    return candidate;
  }

  async function build(behaviour: Behaviour = 'good', inCanary?: Behaviour): Promise<Candidate> {
    const run = await trainingRun(tracking);
    const { model_version: made } = await tracking.call('model-versions/create', {
      name: modelName,
      source: 's3://models/gourmetgram',
      run_id: run,
    });
    const { version } = made as { version: string };
    await alias('development', version);
    return image(version, behaviour, `staging-1.0.${version}`, inCanary);
  }

  function alias(name: string, version: string) {
    return tracking.call('registered-models/alias', { name: modelName, alias: name, version });
  }

  async function clear(): Promise<void> {
    known = [];
    await tracking.call('registered-models/delete', { name: modelName }, 'DELETE').catch(() => undefined);
    await tracking.call('registered-models/create', { name: modelName });
    await image('0', 'good', 'staging-1.0.0');
    for (const name of environments) world.resume(name);
    if (varied) await define(templates);
    varied = false;
  }

  async function begin(versions: Readonly<Record<EnvironmentName, string>>, released: boolean): Promise<void> {
    const files = environments.map((name) => {
      const deployed = `${imageRepository}@${release(versions[name]).digest}`;
      const text = newFile(format, { deployed, token: 1 });
      return [`environments/${name}/${application}.yaml`, released ? text : text.replace(/^# fence.*\n/m, '')];
    });
    repository.commit(Object.fromEntries(files), 'start');
    for (const name of environments) {
      const one = release(versions[name]);
      const record: ReleaseRecord = {
        ...initialRecord,
        token: 1,
        attempt: 1,
        candidate: one,
        deployed: one,
        good: one,
      };
      await write(recordName(application, name), released ? recordData({ record, audit: [] }) : undefined);
      if (released) await alias(name, versions[name]);
    }
    for (const name of ['staging', 'canary']) await write(verdictBookName(application, name), undefined);
    await world.settled();
  }

  async function write(name: string, data: Readonly<Record<string, string>> | undefined): Promise<void> {
    const path = pathOf(name);
    const { data: _, ...object } = await api.get<KubeObject & { data?: unknown }>(path);
    await api.update(path, { ...object, ...(data === undefined ? {} : { data }) });
  }

  return {
    world,
    repository,
    build,
    async reset() {
      await clear();
      await build();
      await build();
      await begin({ staging: '2', canary: '2', production: '1' }, true);
    },
    vary(change) {
      varied = true;
      return define(withTemplates(templates, change));
    },
    async install() {
      await clear();
      await begin({ staging: '0', canary: '0', production: '0' }, false);
    },
    async removeImage(modelVersion) {
      const { digest } = release(modelVersion);
      const answer = await fetch(`${imagesAt}/v2/${imagePath}/manifests/${digest}`, { method: 'DELETE' });
      if (!answer.ok) throw new Error(`image of version ${modelVersion}: ${answer.status}`);
    },
    trains: ({ modelVersion, digest }) => ({
      train: succeeds({ 'model-version': modelVersion, digest, accuracy: '0.93' }),
      evaluate: succeeds({ verdict: 'pass', reason: '12 tests passed' }),
    }),
    run: (submit, { scenario = {}, ...options } = {}) =>
      run(
        api,
        current.filter(({ metadata }) => metadata.name === submit),
        {
          patience: 90,
          ...options,
          submit,
          hosts,
          place: { trusts: tls.cert, programs: [dirname(programs.k6)] },
          scratch: inject('cluster').scratch,
          scenario: { ...everyProgramRuns(manifests), ...scenario },
        },
      ),
    state: () => stateOf({ repository, world, tracking, versionOf: (digest) => versionIn(known, digest) }),
    record: async (environment) =>
      (await api.get<KubeObject & { data?: Record<string, string> }>(pathOf(recordName(application, environment))))
        .data ?? {},
    applyAgain: () => applyAll(api, manifests),
    async stop() {
      await world.stop();
      await git.stop();
    },
  };
}

export function pathOf(configMap: string): string {
  return objectPath({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: configMap, namespace: 'argo' } });
}

function versionIn(known: readonly Candidate[], digest: string): string {
  return known.find((each) => each.digest === digest)?.modelVersion ?? digest;
}

function everyProgramRuns(manifests: readonly KubeObject[]): Scenario {
  const templates = manifests.flatMap((object) =>
    object.kind === 'WorkflowTemplate'
      ? (object as KubeObject & { spec: { templates: { name: string; container?: object }[] } }).spec.templates
      : [],
  );
  return Object.fromEntries(templates.filter(({ container }) => container).map(({ name }) => [name, runs]));
}
