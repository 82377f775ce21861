import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Side } from '../../../src/programs/release/effect';
import type { Step } from '../../../src/programs/release/step';
import type { Verdict } from '../../../src/programs/verdict';
import { Killed, type PodOptions, type PodRun, pod } from './pod';
import { type Servers, startServers } from './servers';
import { candidateEnv, makeStage, type Stage } from './stage';
import { halfDone, stateOf } from './state';

let servers: Servers;
beforeAll(async () => {
  servers = await startServers();
});
afterAll(() => servers.stop());

/** A step of a release of version 2, and all that its pod does when nothing happens to it. */
interface Scene {
  readonly step: Step;
  readonly judged?: Verdict;
  readonly env?: Readonly<Record<string, string>>;
  readonly rollOut?: NonNullable<PodOptions['rollOut']>;
  readonly runs?: readonly Side[];
  /** Nothing is open when it begins. */
  readonly idle?: true;
  readonly word: string;
  /** What it ends with when it is started again though everything was done. @default word */
  readonly again?: string;
  /** What it asks of the world; what only reads is in brackets, a pod that dies there leaves what it left before. */
  readonly effects: string;
}

const mirrorSource = '(look source) set-alias source (look source)';
const mirrorTarget = '(look target) set-alias target (look target)';
const decided = 'lock source (look source) (look source) (read-verdict) (look source)';
const onTarget =
  'lock target (look target) (look target) (look target) (set-alias target) (look target) (find-digest target) (look source)';
const mirrorTags = '(look source) tag source (look source)';

const scenes: Readonly<Record<string, Scene>> = {
  'a gate that begins': {
    step: 'begin-gate',
    word: 'begun',
    effects: `lock source (look source) (look source) (look source) begin source (look source) push source ${mirrorSource}`,
  },
  'a gate that writes its verdict down': {
    step: 'record-verdict',
    env: { VERDICT: 'pass' },
    word: 'pass',
    effects: 'inherit source (look source) write-verdict record source',
  },
  'a promotion': {
    step: 'decide',
    judged: 'pass',
    env: { ARM: 'promote' },
    runs: ['target'],
    word: 'promoted',
    effects: `${decided} promote source ${onTarget} receive target (look target) push target (await-rollout target) approve target ${mirrorTarget} finish target finish source`,
  },
  'an acceptance where there is no next environment': {
    step: 'decide',
    judged: 'pass',
    env: { ARM: 'promote', WITHIN: 'true', TARGET_ENVIRONMENT: '', ON_PROMOTE_FAILURE: '' },
    word: 'promoted',
    effects: `${decided} accept source ${mirrorSource} finish source`,
  },
  'a revert': {
    step: 'decide',
    judged: 'fail',
    env: { ARM: 'revert' },
    runs: ['source'],
    word: 'reverted',
    again: 'rejected',
    effects: `${decided} (promote source) (look source) (find-digest source) revert source (look source) push source (look source) (await-rollout source) ${mirrorSource} ${mirrorTags} finish source`,
  },
  'an undo': {
    step: 'undo',
    judged: 'pass',
    idle: true,
    env: { BY: 'ann', REASON: 'it answers nonsense' },
    runs: ['source'],
    word: 'reverted',
    effects: `lock source (look source) (find-digest source) undo source (look source) push source (look source) (await-rollout source) ${mirrorSource} ${mirrorTags} finish source`,
  },
  'a hold': {
    step: 'decide',
    judged: 'error',
    env: { ARM: 'hold' },
    word: 'held',
    effects: `${decided} (promote source) (look source) hold source (look source) (tag source) (look source) unlock source`,
  },
  'a promotion that cannot be rolled out': {
    step: 'decide',
    judged: 'pass',
    rollOut: 'crashes',
    runs: ['target'],
    word: 'promote-failed',
    effects: `lock source (look source) (look source) (read-verdict) promote source ${onTarget} receive target (look target) push target (await-rollout target) (look target) (find-digest target) restore target (look target) push target (look target) (await-rollout target) finish target finish source`,
  },
};

async function prepared({ step, judged, runs = [], idle }: Scene): Promise<Stage> {
  const stage = await makeStage(servers, { ...(judged && { judged }), runs });
  if (idle) {
    const { record } = await stage.record('source');
    await stage.setRecord('source', { ...record, phase: 'idle', run: '', lock: null });
  }
  if (step === 'record-verdict') await run(stage, { step: 'begin-gate' }, 'first');
  return stage;
}

function run(
  stage: Stage,
  { step, env, rollOut }: Pick<Scene, 'step' | 'env' | 'rollOut'>,
  POD: string,
  after?: PodOptions['after'],
): Promise<PodRun> {
  const told = {
    STEP: step,
    POD,
    LEASE_SECONDS: '0.3',
    ROLLOUT_SECONDS: '3',
    ...candidateEnv(stage.version('2')),
    ...env,
  };
  return pod(stage, told, { ...(rollOut && { rollOut }), ...(after && { after }) });
}

const listed = ({ effects }: Scene): readonly string[] =>
  effects.match(/\([^)]+\)|[a-z-]+(?: (?:source|target))?/g) ?? [];

function killedAfter(n: number): PodOptions['after'] {
  let done = 0;
  return () => {
    done += 1;
    if (done === n) throw new Killed();
  };
}

const rows = Object.entries(scenes).flatMap(([what, scene]) =>
  listed(scene).flatMap((effect, i) => (effect.startsWith('(') ? [] : [[what, i + 1, effect, scene] as const])),
);

describe('what a pod does, and what a table over all of it has to cover:', () => {
  it.concurrent.each(Object.entries(scenes))('%s', async (_, scene) => {
    const stage = await prepared(scene);
    const { ending, effects } = await run(stage, scene, 'a');
    expect(ending).toMatchObject({ word: scene.word });
    expect(effects).toEqual(listed(scene).map((effect) => effect.replace(/[()]/g, '')));
  });
});

describe('killed and started again', () => {
  const undisturbed = new Map<string, Promise<unknown>>();
  const expected = async (scene: Scene): Promise<unknown> => {
    const stage = await prepared(scene);
    await run(stage, scene, 'a');
    return stateOf(stage);
  };
  it.concurrent.each(rows)('%s ends the same, after effect %i: %s', async (what, n, _, scene) => {
    const stage = await prepared(scene);
    expect(await run(stage, scene, 'a', killedAfter(n))).toMatchObject({ ending: 'killed', effects: { length: n } });
    const { word, again = word } = scene;
    expect((await run(stage, scene, 'b')).ending).toMatchObject({ word: n < listed(scene).length ? word : again });
    const wanted = undisturbed.get(what) ?? expected(scene);
    undisturbed.set(what, wanted);
    expect(await stateOf(stage)).toEqual(await wanted);
    if (scene.step === 'decide' || scene.step === 'undo') expect(await halfDone(stage)).toEqual([]);
  });
});

describe('killed and settled by the next run', () => {
  it.concurrent.each(rows)('%s leaves nothing half-done, after effect %i: %s', async (_what, n, _, scene) => {
    const stage = await prepared(scene);
    await run(stage, scene, 'a', killedAfter(n));
    const next = { step: 'settle', env: { ...scene.env, RUN: 'run-2' } } as const;
    expect((await run(stage, next, 'x')).ending).toMatchObject({ word: 'settled' });
    expect(await halfDone(stage)).toEqual([]);
    const { record: source } = await stage.record('source');
    const { record: target } = await stage.record('target');
    const passed = (await stage.book()).some(({ verdict }) => verdict === 'pass');
    // Only what passed is live in the target, and there it is approved or was taken back.
    if (target.deployed?.modelVersion === '2') expect([passed, target.good?.modelVersion]).toEqual([true, '2']);
    else expect([target.deployed?.modelVersion, target.good?.modelVersion]).toEqual(['1', '1']);
    expect(source.deployed?.modelVersion).toBe(source.rejected.length > 0 ? '1' : source.candidate?.modelVersion);
  });
});
