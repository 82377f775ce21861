import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newFile } from '../../../src/programs/environment-file/new-file';
import { type Crash, type ServedInKnative, servedInKnative } from './knative';
import { Killed, type PodOptions, type PodRun, pod as podOf } from './pod';
import { type Servers, startServers } from './servers';
import { candidateEnv, firstToken, makeStage, type Stage } from './stage';

let servers: Servers;
let served: ServedInKnative | undefined;
beforeAll(async () => {
  servers = await startServers();
});
afterEach(() => served?.stop());
afterAll(() => servers.stop());

/** The target serves version 1 of the model in Knative mode, and version 2 passed its gate. */
async function stageOf(crash: Crash = {}): Promise<{ stage: Stage; env: Record<string, string>; says: () => string }> {
  const stage = await makeStage(servers, { judged: 'pass', runs: ['source'] });
  const name = stage.environments.target;
  const file = `environments/${name}/fraud.yaml`;
  const format = { inferenceService: name, canaryTrafficPercent: 10 };
  const one = { deployed: 's3://models/fraud/1', token: firstToken, shared: false };
  const repository = servers.git.create(`${name}-models`, { [file]: newFile(format, one) });
  served = await servedInKnative(servers, name, repository, file, crash);
  const env = {
    STEP: 'decide',
    ARM: 'promote',
    ...candidateEnv(stage.version('2')),
    TARGET_REPOSITORY: repository.url,
    TARGET_DEPLOYS: 'uri',
    TARGET_FORMAT: JSON.stringify(format),
    TARGET_WORKLOAD: `inferenceservice/${name}`,
    TARGET_VERSION_CONTAINER: '',
    TARGET_VERSION_MODEL: 'address',
    TARGET_SOAK_SECONDS: '0.3',
    TARGET_ROLLOUT_SECONDS: '4',
  };
  const says = (): string => repository.read(file) ?? '';
  return { stage, env, says };
}

/** Whoever follows git is played by `servedInKnative`. */
function pod(stage: Stage, env: Record<string, string>, options: PodOptions = {}): Promise<PodRun> {
  return podOf(stage, env, { ...options, rollOut: 'hangs' });
}

describe('a promotion to an environment that shares its traffic', () => {
  it('gives the new version a share, then all of it', async () => {
    const { stage, env, says } = await stageOf();
    const { ending, log } = await pod(stage, env);
    expect(ending, log.join('\n')).toMatchObject({ word: 'promoted' });
    expect(served?.traffic).toEqual(['1: 100', '1: 10, 1: 90', '2: 10, 1: 90', '2: 100']);
    expect(served?.shares).toEqual([undefined, 10, undefined]);
    expect(says()).toMatch(/canaryTrafficPercent: null[\s\S]*storageUri: "s3:\/\/models\/fraud\/2"/);
    expect((await stage.record('target')).record).toMatchObject({ phase: 'idle', good: { modelVersion: '2' } });
  });

  it('restores the old address before it drops the field, so that what failed never gets more than its share', async () => {
    const { stage, env, says } = await stageOf({ atOnce: 's3://models/fraud/2' });
    const { ending, log } = await pod(stage, env);
    expect(ending, log.join('\n')).toMatchObject({ word: 'promote-failed' });
    expect(served?.traffic.join()).not.toMatch(/2: /);
    expect(served?.shares).toEqual([undefined, 10, undefined]);
    expect(says()).toMatch(/canaryTrafficPercent: null[\s\S]*storageUri: "s3:\/\/models\/fraud\/1"/);
    expect((await stage.record('target')).record).toMatchObject({ phase: 'idle', good: { modelVersion: '1' } });
  });

  it('leaves what fails while it is looked at with its share, until the old address is ready', async () => {
    const { stage, env, says } = await stageOf({ later: 's3://models/fraud/2' });
    const { ending, log } = await pod(stage, { ...env, TARGET_SOAK_SECONDS: '1' });
    expect(ending, log.join('\n')).toMatchObject({ word: 'promote-failed' });
    expect(served?.traffic).toEqual(['1: 100', '1: 10, 1: 90', '2: 10, 1: 90', '1: 10, 1: 90', '1: 100']);
    expect(says()).toMatch(/canaryTrafficPercent: null[\s\S]*storageUri: "s3:\/\/models\/fraud\/1"/);
  });

  it('goes on where a run was killed that had given it its share', async () => {
    const { stage, env } = await stageOf();
    let waits = 0;
    const killed = await pod(stage, env, {
      before: ({ kind }) => {
        if (kind === 'await-rollout' && waits++ === 0) throw new Killed();
      },
    });
    expect(killed.ending).toBe('killed');
    const { ending, log } = await pod(stage, { ...env, POD: 'pod-2' });
    expect(ending, log.join('\n')).toMatchObject({ word: 'promoted' });
    expect(served?.traffic.at(-1)).toBe('2: 100');
  });
});
