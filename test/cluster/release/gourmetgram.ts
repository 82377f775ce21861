import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import type { Candidate } from '../../../src/programs/release/candidate';
import { recordName } from '../../../src/programs/release/object-names';
import { selfSigned } from '../../../src/simulate/local/cluster/self-signed';
import { programs } from '../../services/place';
import type { GitRepository } from '../../services/servers/git-repository';
import { gitUsers, startGitServer } from '../../services/servers/git-server';
import type { KubeObject } from '../api/json';
import { apply, applyAll } from '../apply';
import { api } from '../cluster';
import { committedManifests } from '../dist-manifests';
import { runs, succeeds } from '../kubelet/outcome';
import type { Scenario } from '../kubelet/scenario';
import { type Run, type RunOptions, run } from '../run';
import { type EnvironmentName, environments, hosts, imageRepository, places } from './addresses';
import { dataOf } from './config-map';
import { type ArgoTemplate, faster, templatesOf, withTemplates } from './faster';
import { installed, released } from './start-state';
import { type State, stateOf } from './state';
import { type Training, trainingFor } from './training';
import { startWorld, type World } from './world/world';

/** The example gourmetgram as it is emitted, on real servers. */
export interface Gourmetgram extends Pick<Training, 'build' | 'removeImage'> {
  readonly world: World;
  readonly repository: GitRepository;
  /** Forgets all that was released: production runs version 1, canary and staging version 2. */
  reset(): Promise<void>;
  /** Forgets all that was released: everywhere runs the image of before the first training, and no record says so. */
  install(): Promise<void>;
  /** Runs a template; its programs run, but for what training and the build of an image consist of. */
  run(submit: string, options?: Partial<RunOptions>): Promise<Run>;
  /** How each of those ends that built this. */
  trains(candidate: Candidate): Scenario;
  /** Changes what is emitted, until the next reset. */
  vary(change: (template: ArgoTemplate) => ArgoTemplate): Promise<void>;
  /** Applies what is emitted once more, as GitOps does when anything changes. */
  applyAgain(): Promise<void>;
  /** The record of an environment as it is stored. */
  record(environment: EnvironmentName): Promise<Readonly<Record<string, string>>>;
  /** What all servers say now. */
  state(): Promise<State>;
  stop(): Promise<void>;
}

export async function startGourmetgram(): Promise<Gourmetgram> {
  const tls = selfSigned(places.git.name);
  const git = await startGitServer({ ...places.git, tls });
  const repository = git.create('gourmetgram/gourmetgram-deployments', { 'README.md': 'what runs where\n' });
  const world = await startWorld(api, repository);
  const training = trainingFor(world);
  // The schedules are not waited for.
  const emitted = (committedManifests().gourmetgram ?? []).filter(({ kind }) => kind !== 'CronWorkflow');
  const manifests = faster(emitted);
  await applyAll(api, [...manifests, secret]);
  const everyProgram = Object.fromEntries(
    templatesOf(manifests)
      .filter(({ container }) => container !== undefined)
      .map(({ name }) => [name, runs]),
  );

  let current = manifests;
  async function define(wanted: readonly KubeObject[]): Promise<void> {
    current = wanted;
    for (const object of templates(wanted)) await apply(api, object);
    // The controller hears of it a moment later.
    await sleep(1000);
  }

  async function clear(): Promise<void> {
    for (const name of environments) world.resume(name);
    if (current !== manifests) await define(manifests);
    await training.clear();
  }

  return {
    world,
    repository,
    build: training.build,
    removeImage: training.removeImage,
    async reset() {
      await clear();
      await training.build();
      await training.build();
      await released({ staging: '2', canary: '2', production: '1' }, repository, training);
      await world.settled();
    },
    async install() {
      await clear();
      await installed({ staging: '0', canary: '0', production: '0' }, repository, training);
      await world.settled();
    },
    run: (submit, { scenario = {}, ...options } = {}) =>
      run(
        api,
        templates(current).filter(({ metadata }) => metadata.name === submit),
        {
          patience: 90,
          ...options,
          submit,
          hosts,
          place: { trusts: tls.cert, programs: [dirname(programs.k6)] },
          scratch: inject('cluster').scratch,
          scenario: { ...everyProgram, ...scenario },
        },
      ),
    trains: ({ modelVersion, runId, digest, commit, uri }) => ({
      train: succeeds({ 'run-id': runId, accuracy: '0.93' }),
      evaluate: succeeds({ verdict: 'pass', reason: '12 tests passed' }),
      'register-model': succeeds({
        outcome: 'registered',
        'model-version': modelVersion,
        'artifact-uri': uri,
        'run-id': runId,
        digest,
      }),
      'build-code': succeeds({ outcome: 'built', digest, commit }),
      'append-layer': succeeds({ outcome: 'appended', digest, image: `${imageRepository}@${digest}`, commit }),
    }),
    vary: (change) => define(withTemplates(manifests, change)),
    applyAgain: () => applyAll(api, manifests),
    record: async (environment) => (await dataOf(recordName('gourmetgram', environment))) ?? {},
    state: () => stateOf({ repository, world, versionOf: training.versionOf }),
    async stop() {
      await world.stop();
      await git.stop();
    },
  };
}

const secret = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'deployments-git', namespace: 'argo' },
  stringData: { token: gitUsers.app.password },
};

function templates(manifests: readonly KubeObject[]): readonly KubeObject[] {
  return manifests.filter(({ kind }) => kind === 'WorkflowTemplate');
}
