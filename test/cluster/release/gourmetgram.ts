import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
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
import { fasterContainer } from '../faster-container';
import { succeeds } from '../kubelet/outcome';
import type { Scenario } from '../kubelet/scenario';
import { places as addresses, type EnvironmentName, environments, hosts, imageRepository } from './addresses';
import { configMapsIn } from './config-map';
import type { Changes, Engine, Release, RunOptions } from './engine';
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
  /** Starts a pipeline; its programs run, but for what training and the build of an image consist of. */
  run(submit: string, options?: RunOptions): Promise<Release>;
  /** How each of those ends that built this. */
  trains(candidate: Candidate): Scenario;
  /** Changes what is emitted, until the next reset. */
  vary(changes: Changes): Promise<void>;
  /** Applies what is emitted once more, as GitOps does when anything changes. */
  applyAgain(): Promise<void>;
  /** The record of an environment as it is stored. */
  record(environment: EnvironmentName): Promise<Readonly<Record<string, string>>>;
  /** What all servers say now. */
  state(): Promise<State>;
  stop(): Promise<void>;
}

export async function startGourmetgram(engine: Engine): Promise<Gourmetgram> {
  const tls = selfSigned(addresses.git.name);
  const git = await startGitServer({ ...addresses.git, tls });
  const repository = git.create('gourmetgram/gourmetgram-deployments', { 'README.md': 'what runs where\n' });
  const world = await startWorld(api, repository, engine.asked);
  const training = trainingFor(world);
  // The schedules are not waited for.
  const emitted = (committedManifests()[engine.folder] ?? []).filter(({ kind }) => kind !== engine.schedule);
  const manifests = engine.changed(emitted, { container: fasterContainer });
  await applyAll(api, [...manifests, secretIn(engine.namespace)]);
  const configMaps = configMapsIn(engine.namespace);
  const places = { repository, training, configMaps };

  let current = manifests;
  async function define(wanted: readonly KubeObject[]): Promise<void> {
    const others = wanted.filter((object, index) => !isDeepStrictEqual(object, current[index]));
    current = wanted;
    for (const object of others) await apply(api, object);
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
      await released({ staging: '2', canary: '2', production: '1' }, places);
      await world.settled();
    },
    async install() {
      await clear();
      await installed({ staging: '0', canary: '0', production: '0' }, places);
      await world.settled();
    },
    run: (submit, options = {}) =>
      engine.start(current, {
        ...options,
        submit,
        patience: 150,
        hosts,
        place: { trusts: tls.cert, programs: [dirname(programs.k6)] },
        scratch: inject('cluster').scratch,
      }),
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
      'append-layer': succeeds({ outcome: 'built', digest, image: `${imageRepository}@${digest}`, commit }),
    }),
    vary: (changes) => define(engine.changed(manifests, changes)),
    applyAgain: () => applyAll(api, manifests),
    record: async (environment) => (await configMaps.dataOf(recordName('gourmetgram', environment))) ?? {},
    state: () => stateOf({ configMaps, repository, world, versionOf: training.versionOf }),
    async stop() {
      await world.stop();
      await git.stop();
    },
  };
}

function secretIn(namespace: string): KubeObject & { readonly stringData: Readonly<Record<string, string>> } {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'deployments-git', namespace },
    stringData: { token: gitUsers.app.password },
  };
}
