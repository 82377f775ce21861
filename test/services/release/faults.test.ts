import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shorter, startDeadline } from '../../../src/programs/deadline';
import type { Step } from '../../../src/programs/release/step';
import { Trouble } from '../../../src/programs/trouble';
import type { Verdict } from '../../../src/programs/verdict';
import { goesDown, halfAnswer, html, lostAnswer, status, trickling } from '../faulty/faults';
import { type Faulty, faulty } from '../faulty/faulty';
import { effectName, pod } from './pod';
import { type Servers, startServers } from './servers';
import { candidateEnv, makeStage, type Stage } from './stage';
import { halfDone } from './state';

let servers: Servers;
beforeAll(async () => {
  servers = await startServers();
});
afterAll(() => servers.stop());

/** An effect of each kind, in a step that asks for it, and the server that it asks. */
const asked: readonly (readonly [
  effect: string,
  of: 'api' | 'git' | 'images' | 'mlflow',
  step: Step,
  judged?: Verdict,
])[] = [
  ['lock target', 'api', 'decide', 'pass'],
  ['look source', 'api', 'decide', 'pass'],
  ['read-verdict', 'api', 'decide', 'pass'],
  ['write-verdict', 'api', 'record-verdict'],
  ['approve target', 'api', 'decide', 'pass'],
  ['find-digest target', 'images', 'decide', 'pass'],
  ['push target', 'git', 'decide', 'pass'],
  ['await-rollout target', 'api', 'decide', 'pass'],
  ['set-alias target', 'mlflow', 'decide', 'pass'],
  ['tag source', 'mlflow', 'decide', 'fail'],
];

const troubles = {
  'is down': goesDown,
  'loses its answers': lostAnswer,
  'breaks off in the middle': halfAnswer,
  'is slow': trickling(200),
  'answers 401': status(401),
  'answers 403': status(403),
  'answers 404': status(404),
  'answers 409': status(409),
  'answers 500': status(500),
  'answers in HTML': html(),
} as const;

async function proxied(of: (typeof asked)[number][1], stage: Stage) {
  const { admin, git, images, tracking } = servers;
  const { port, ca } = admin.access;
  const targets = { api: { url: `https://127.0.0.1:${port}`, ca }, git, images, mlflow: tracking };
  const proxy = await faulty(targets[of]);
  const repository = stage.repository.url.replace(git.url, proxy.url);
  const env = {
    api: {},
    git: { SOURCE_REPOSITORY: repository, TARGET_REPOSITORY: repository },
    images: { IMAGE_REPOSITORY: String(stage.env.IMAGE_REPOSITORY).replace(images.host, proxy.host) },
    mlflow: { MLFLOW_TRACKING_URI: proxy.url },
  }[of];
  const access = of === 'api' ? { ...admin.access, port: proxy.port, ca: proxy.ca ?? '' } : admin.access;
  return { proxy, env: env as Readonly<Record<string, string>>, access };
}

const rows = asked.flatMap(([effect, of, step, judged]) =>
  Object.entries(troubles).map(([what, fault]) => [effect, of, what, { step, judged, fault }] as const),
);

describe('from an effect on a server fails, and afterwards the next run settles', () => {
  it.concurrent.each(rows)(
    '%s, %s %s: never promoted, never half-done',
    async (effect, of, _, { step, judged, fault }) => {
      const stage = await makeStage(servers, {
        ...(judged && { judged }),
        runs: judged === 'fail' ? ['source'] : ['target'],
      });
      const two = candidateEnv(stage.version('2'));
      if (step === 'record-verdict') await pod(stage, { STEP: 'begin-gate', ...two });
      const { proxy, env, access } = await proxied(of, stage);
      const deadline = shorter(startDeadline(60), 60);
      let reached = false;
      const before = (asks: Parameters<typeof effectName>[0]) => {
        if (reached || effectName(asks) !== effect) return;
        reached = true;
        proxy.inject(fault, { times: 1000 });
        setTimeout(deadline.end, 1000);
      };
      const told = {
        STEP: step,
        POD: 'a',
        LEASE_SECONDS: '0.3',
        VERDICT: 'pass',
        ROLLOUT_SECONDS: '1',
        ...two,
        ...env,
      };
      const word = await wordOf(pod(stage, told, { access, before, deadline }));
      await ended(proxy);
      expect(reached).toBe(true);
      const { record } = await stage.record('target');
      if (word === 'promoted')
        expect([record.good?.modelVersion, stage.file('target')?.digest]).toEqual(['2', two.DIGEST]);
      // What was asked in vain is asked again, until it is done.
      const next = await pod(stage, { STEP: 'settle', RUN: 'run-2', LEASE_SECONDS: '0.3', ...two });
      expect(next.ending).toMatchObject({ word: 'settled' });
      expect(await halfDone(stage)).toEqual([]);
      const settled = (await stage.record('target')).record;
      expect(settled.deployed).toEqual(settled.good);
      if (judged !== 'pass') expect(settled.good?.modelVersion).toBe('1');
    },
  );
});

it('says so when all is done but the lock could not be given back', async () => {
  const stage = await makeStage(servers, { judged: 'pass', runs: ['target'] });
  const two = candidateEnv(stage.version('2'));
  const { proxy, env, access } = await proxied('api', stage);
  const deadline = shorter(startDeadline(60), 60);
  const before = (asks: Parameters<typeof effectName>[0]) => {
    if (effectName(asks) !== 'finish source') return;
    proxy.down();
    setTimeout(deadline.end, 500);
  };
  const told = { STEP: 'decide', LEASE_SECONDS: '0.3', ...two, ...env };
  const { ending } = await pod(stage, told, { access, before, deadline });
  expect(ending).toMatchObject({
    word: 'unlock-failed',
    done: true,
    reason: expect.stringMatching(/connection refused/),
  });
  expect((await stage.record('target')).record).toMatchObject({ phase: 'idle', good: stage.version('2') });
  expect((await pod(stage, { STEP: 'settle', RUN: 'run-2', ...two })).ending).toMatchObject({ word: 'settled' });
  expect(await halfDone(stage)).toEqual([]);
});

describe('a server fails for a moment', () => {
  const passing = ['loses its answers', 'answers 500'] as const;
  const moments = asked
    .filter(([, , , judged]) => judged === 'pass')
    .flatMap(([effect, of]) => passing.map((what) => [effect, of, what] as const));
  it.concurrent.each(moments)('%s, %s %s: it is promoted all the same', async (effect, of, what) => {
    const stage = await makeStage(servers, { judged: 'pass', runs: ['target'] });
    const { proxy, env, access } = await proxied(of, stage);
    const before = (asks: Parameters<typeof effectName>[0]) => {
      if (effectName(asks) === effect) proxy.inject(troubles[what], { times: 1 });
    };
    const told = { STEP: 'decide', ...candidateEnv(stage.version('2')), ...env };
    const word = await wordOf(pod(stage, told, { access, before }));
    await ended(proxy);
    expect(word).toBe('promoted');
    expect(await halfDone(stage)).toEqual([]);
  });
});

/** What a pod would have ended with. */
async function wordOf(running: ReturnType<typeof pod>): Promise<string> {
  try {
    const { ending } = await running;
    return ending === 'killed' ? ending : ending.word;
  } catch (problem) {
    expect(problem).toBeInstanceOf(Trouble);
    return 'error';
  }
}

async function ended(proxy: Faulty): Promise<void> {
  proxy.clear();
  await proxy.stop();
}
