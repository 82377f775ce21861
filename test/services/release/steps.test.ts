import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workload } from '../../../src/constructs/workload';
import { podAccess } from '../../../src/constructs/workload-access';
import type { Access } from '../../../src/core/container/access';
import { recordAccess } from '../../../src/programs/release/access';
import { initialRecord } from '../../../src/programs/release/record';
import { needs, placesOf, type Step, stepNames } from '../../../src/programs/release/step';
import { stepOutputs } from '../../../src/programs/release/step-outputs';
import type { ApiError } from '../../cluster/api/client';
import type { KubeObject } from '../../cluster/api/json';
import type { Run, RunOptions } from '../../programs/run-program';
import { type Account, makeAccount } from '../account';
import { runInPod } from '../run-in-pod';
import { gitUsers } from '../servers/git-server';
import { follow } from './pod';
import { type Servers, startServers } from './servers';
import { candidateEnv, firstToken, makeStage, onTarget, type Stage } from './stage';
import { halfDone } from './state';

let servers: Servers;
beforeAll(async () => {
  servers = await startServers();
});
afterAll(() => servers.stop());

/** Variables that only some steps are told of: those that judge get nothing to deploy with, an undo has no target. */
function isTold(step: Step, name: string): boolean {
  const places = placesOf(step, false);
  if (name.startsWith('TARGET_')) return places.includes('target');
  return places.length > 0 || !/^(?:SOURCE_(?!ENVIRONMENT)|IMAGE_|MLFLOW_)/.test(name);
}

/** The environments that a step works on: here it is the target's release that is taken back. */
function environmentsOf({ environments }: Stage, step: Step): Stage['environments'] {
  return step === 'undo' ? { source: environments.target, target: 'none' } : environments;
}

/** An account for each step, with the rights that are exported for it. */
async function accountFor(stage: Stage, step: Step): Promise<Account> {
  const environments = environmentsOf(stage, step);
  const records = recordAccess(step, { application: stage.application, ...environments });
  const pods = needs(step, 'rollout')
    ? placesOf(step, false).flatMap((side) => podAccess(Workload.deployment(environments[side]), servers.namespace))
    : [];
  const all: readonly Access[] = [...records, ...pods];
  const rules = all.map(({ apiGroup, resources, verbs, names }) => ({
    apiGroups: [apiGroup],
    resources,
    verbs,
    ...(names === undefined ? {} : { resourceNames: names }),
  }));
  return makeAccount(servers.admin, {
    namespace: servers.namespace,
    name: `${step}-${randomBytes(3).toString('hex')}`,
    rules,
  });
}

interface Pods {
  run(step: Step, env?: Readonly<Record<string, string>>, options?: Pick<RunOptions, 'kill'>): Promise<Run>;
  account(step: Step): Promise<Account>;
}

/** The pods of a release, as processes of their own, each with the rights of its step. */
function podsOf(stage: Stage): Pods {
  const accounts = new Map<Step, Promise<Account>>();
  const account = (step: Step): Promise<Account> => {
    const known = accounts.get(step) ?? accountFor(stage, step);
    accounts.set(step, known);
    return known;
  };
  let pods = 0;
  return {
    account,
    async run(step, env = {}, options = {}) {
      const told = Object.entries(stage.env).filter(([name]) => isTold(step, name));
      pods += 1;
      const ran = await runInPod(
        'release',
        { ...(Object.fromEntries(told) as Record<string, string>), STEP: step, POD: `pod-${pods}`, ...env },
        { account: await account(step), ...options },
      );
      expect(ran.stderr).toBe('');
      expect(ran.everything).not.toContain(gitUsers.writer.password);
      // Its own kind of outputs and no other, of their alphabets.
      if (options.kill === undefined)
        for (const [file, words] of Object.entries(stepOutputs[step]))
          expect(ran.outputs[file], file).toMatch(
            words === 'identifier' ? /^[A-Za-z0-9._:/@+=,-]*$/ : new RegExp(`^(?:${words.join('|')})$`),
          );
      return ran;
    },
  };
}

/** The cluster follows git, whoever pushes. */
async function whileFollowed<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
  let ended = false;
  const following = (async () => {
    let last = '';
    while (!ended) {
      const now = JSON.stringify([stage.file('source'), stage.file('target')]);
      if (now !== last) for (const side of ['source', 'target'] as const) await follow(stage, side);
      last = now;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  try {
    return await work();
  } finally {
    ended = true;
    await following;
  }
}

describe('a release, each step in a pod of its own with no rights but its own', () => {
  it('promotes what passed, and says so everywhere', async () => {
    const stage = await makeStage(servers);
    const { run } = podsOf(stage);
    const two = stage.version('2');
    const begun = await run('begin-gate', candidateEnv(two));
    expect(begun).toMatchObject({
      exit: 0,
      outputs: {
        outcome: 'begun',
        next: 'measure',
        verdict: 'error',
        commit: stage.repository.log()[0]?.hash,
        deployed: `${stage.env.IMAGE_REPOSITORY}@${two.digest}`,
      },
    });
    expect(stage.file('source')).toEqual({ digest: two.digest, token: firstToken + 1 });
    expect(await stage.alias('source')).toBe('2');
    expect((await run('read-decision', { MODEL_VERSION: '2' })).outputs.decision).toBe('hold');

    const judged = await run('record-verdict', { ...candidateEnv(two), VERDICT: 'pass', REASON: 'p95 is {{fine}}' });
    expect(judged).toMatchObject({ exit: 0, outputs: { verdict: 'pass' } });
    expect(await stage.book()).toMatchObject([
      { attempt: firstToken + 1, verdict: 'pass', by: 'run-1', reason: 'p95 is ((fine))' },
    ]);
    expect(await run('read-decision', { MODEL_VERSION: '2' })).toMatchObject({
      exit: 0,
      outputs: { decision: 'promote' },
    });

    const decided = await whileFollowed(stage, () => run('decide', { MODEL_VERSION: '2', ARM: 'promote' }));
    expect(decided).toMatchObject({ exit: 0, outputs: { outcome: 'promoted' } });
    expect(await halfDone(stage)).toEqual([]);
    expect(stage.file('target')).toEqual({ digest: two.digest, token: firstToken + 1 });
    const { record, audit } = await stage.record('target');
    expect(record).toMatchObject({ good: two, deployed: two, baseline: stage.version('1') });
    expect(audit.map(({ event, version, by }) => `${event} ${version} ${by}`)).toEqual([
      'receive 2 run-1',
      'approve 2 run-1',
      'finish 2 run-1',
    ]);
    const { steps } = JSON.parse(decided.outputs['evidence.json'] ?? '');
    expect(steps).toContainEqual(expect.objectContaining({ step: 'approve (target)', answer: 'done' }));
    expect(steps).toContainEqual(
      expect.objectContaining({
        step: `push version 2 with token ${firstToken + 1} (target)`,
        seen: expect.objectContaining({ branch: 'main' }),
      }),
    );
    expect((await run('settle')).outputs).toMatchObject({ outcome: 'settled' });
    const again = await run('begin-gate', { ...candidateEnv(two), RUN: 'run-2' });
    expect(again).toMatchObject({
      exit: 0,
      outputs: { outcome: 'begun', next: 'decide', verdict: 'pass', commit: '' },
    });
  });

  it('reverts what failed, and takes the rejection back where somebody says so', async () => {
    const stage = await makeStage(servers, { judged: 'fail' });
    const { run } = podsOf(stage);
    expect((await run('read-decision', { MODEL_VERSION: '2' })).outputs.decision).toBe('revert');
    const decided = await whileFollowed(stage, () => run('decide', { MODEL_VERSION: '2', ARM: 'revert' }));
    expect(decided).toMatchObject({ exit: 0, outputs: { outcome: 'reverted' } });
    expect(await halfDone(stage)).toEqual([]);
    expect(stage.file('source')).toEqual({ digest: stage.version('1').digest, token: firstToken + 2 });
    expect([await stage.alias('source'), await stage.isTagged('2')]).toEqual(['1', true]);

    const again = await run('begin-gate', { ...candidateEnv(stage.version('2')), RUN: 'run-2' });
    expect(again).toMatchObject({ exit: 1, outputs: { outcome: 'rejected', next: 'end', commit: '', deployed: '' } });
    const said = { MODEL_VERSION: '2', BY: 'ann at acme', REASON: 'the test was wrong' };
    expect(await run('override', said)).toMatchObject({ exit: 1, outputs: { outcome: 'rejected' } });
    expect(await run('release-hold', said)).toMatchObject({ exit: 0, outputs: { outcome: 'done' } });
    expect(await stage.isTagged('2')).toBe(false);
    expect((await stage.record('source')).audit.at(-1)).toMatchObject({
      event: 'release-hold',
      version: '2',
      by: 'ann_at_acme',
      note: 'the test was wrong',
    });
    const third = await run('begin-gate', { ...candidateEnv(stage.version('2')), RUN: 'run-3' });
    expect(third).toMatchObject({ exit: 0, outputs: { next: 'measure' } });
  });

  it('holds what could not be judged, until it is measured again or somebody answers for it', async () => {
    const stage = await makeStage(servers, { judged: 'error' });
    const { run } = podsOf(stage);
    const decided = await run('decide', { MODEL_VERSION: '2', ARM: 'hold' });
    expect(decided).toMatchObject({ exit: 0, outputs: { outcome: 'held' } });
    const said = { MODEL_VERSION: '2', BY: 'ann', REASON: 'looked at it' };
    expect(await run('retry-gate', said)).toMatchObject({ exit: 0, outputs: { outcome: 'done' } });
    expect((await stage.record('source')).record.hold).toEqual({ reason: 'error', retry: true });
    expect(await run('override', said)).toMatchObject({ exit: 0, outputs: { outcome: 'done' } });
    expect((await stage.book()).at(-1)).toMatchObject({ verdict: 'override', by: 'ann', reason: 'looked at it' });
    const promoted = await whileFollowed(stage, () => run('decide', { MODEL_VERSION: '2', RUN: 'run-2' }));
    expect(promoted.outputs).toMatchObject({ outcome: 'promoted' });
    expect(await halfDone(stage)).toEqual([]);
  });

  it('does nothing on a way that the record does not say any more', async () => {
    const stage = await makeStage(servers, { judged: 'fail' });
    const { run } = podsOf(stage);
    const before = await stage.record('source');
    const decided = await run('decide', { MODEL_VERSION: '2', ARM: 'promote' });
    expect(decided).toMatchObject({ exit: 0, outputs: { outcome: 'refused' } });
    expect({ ...(await stage.record('source')).record, lock: null }).toEqual({ ...before.record, lock: null });
    expect(await run('decide', { MODEL_VERSION: '3' })).toMatchObject({ exit: 0, outputs: { outcome: 'superseded' } });
    expect(await run('retry-gate', { MODEL_VERSION: '3', BY: 'ann', REASON: 'x' })).toMatchObject({
      exit: 1,
      outputs: { outcome: 'superseded' },
    });
  });

  it('promotes what was approved where nothing is measured', async () => {
    const stage = await makeStage(servers);
    const { run } = podsOf(stage);
    const two = stage.version('2');
    const received = { ...initialRecord, token: firstToken, candidate: two, deployed: two, good: two };
    await stage.setRecord('source', received);
    const told = { MODEL_VERSION: '2', EVIDENCE: 'approved' };
    expect((await run('read-decision', told)).outputs.decision).toBe('promote');
    const decided = await whileFollowed(stage, () => run('decide', { ...told, ARM: 'promote' }));
    expect(decided).toMatchObject({ exit: 0, outputs: { outcome: 'promoted' } });
    expect(stage.file('target')).toEqual({ digest: two.digest, token: firstToken + 1 });
    expect(await stage.book()).toEqual([]);
  });

  it('takes back what was promoted, and does not promote it again until somebody says so', async () => {
    const stage = await makeStage(servers, { judged: 'pass' });
    const { run } = podsOf(stage);
    const promoted = await whileFollowed(stage, () => run('decide', { MODEL_VERSION: '2' }));
    expect(promoted.outputs).toMatchObject({ outcome: 'promoted' });
    const said = { ...onTarget(stage), MODEL_VERSION: '2', BY: 'ann', REASON: 'it answers nonsense', RUN: 'undo-1' };
    const undone = await whileFollowed(stage, () => run('undo', said));
    expect(undone).toMatchObject({ exit: 0, outputs: { outcome: 'reverted' } });
    expect(await halfDone(stage)).toEqual([]);
    expect(stage.file('target')).toMatchObject({ digest: stage.version('1').digest });
    expect(stage.file('source')).toMatchObject({ digest: stage.version('2').digest });
    expect([await stage.alias('target'), await stage.isTagged('2', 'target')]).toEqual(['1', true]);
    const { record, audit } = await stage.record('target');
    expect(record).toMatchObject({ phase: 'idle', good: stage.version('1'), deployed: stage.version('1') });
    expect(audit.find(({ event }) => event === 'undo')).toMatchObject({
      version: '2',
      by: 'ann',
      note: 'to version 1: it answers nonsense',
    });
    // Asked for once more it looks again, and changes nothing.
    expect(await run('undo', { ...said, RUN: 'undo-2' })).toMatchObject({ exit: 0, outputs: { outcome: 'reverted' } });
    expect((await stage.record('target')).record).toEqual(record);

    const again = await run('decide', { MODEL_VERSION: '2', RUN: 'run-2' });
    expect(again).toMatchObject({ exit: 0, outputs: { outcome: 'rejected' } });
    expect(await halfDone(stage)).toEqual([]);
    await run('settle', { RUN: 'settle-1' });
    expect(stage.file('target')).toMatchObject({ digest: stage.version('1').digest });
  });

  it.each([
    ['what it replaced is gone', 'baseline-missing', { baseline: 'gone' }, '2'],
    ['nothing was there before', 'no-baseline', { baseline: null }, '2'],
    ['something newer came', 'superseded', {}, '1'],
    ['it is not live', 'refused', { deployed: null }, '2'],
  ] as const)('takes nothing back where %s: %s', async (_, outcome, says, MODEL_VERSION) => {
    const stage = await makeStage(servers);
    const two = stage.version('2');
    const gone = { ...stage.version('1'), digest: `sha256:${'0'.repeat(64)}` };
    await stage.setRecord('target', {
      ...initialRecord,
      token: firstToken,
      candidate: two,
      deployed: 'deployed' in says ? says.deployed : two,
      good: two,
      baseline: !('baseline' in says) ? stage.version('1') : says.baseline === null ? null : gone,
    });
    const before = await stage.record('target');
    const { run } = podsOf(stage);
    const told = { ...onTarget(stage), MODEL_VERSION, BY: 'ann', REASON: 'x' };
    expect(await run('undo', told)).toMatchObject({ exit: 1, outputs: { outcome } });
    expect(await stage.record('target')).toEqual(before);
    expect(stage.file('target')).toMatchObject({ digest: stage.version('1').digest, token: firstToken });
  });

  it('leaves an undo open whose baseline does not run yet, and the settle of the pair that ends there closes it', async () => {
    const stage = await makeStage(servers, { judged: 'pass' });
    const { run } = podsOf(stage);
    await whileFollowed(stage, () => run('decide', { MODEL_VERSION: '2' }));
    const told = { ...onTarget(stage), MODEL_VERSION: '2', BY: 'ann', REASON: 'x', RUN: 'undo-1' };
    // The cluster does not follow.
    const late = await run('undo', { ...told, SOURCE_ROLLOUT_SECONDS: '1' });
    expect(late).toMatchObject({ exit: 1, outputs: { outcome: 'revert-failed' } });
    expect((await stage.record('target')).record).toMatchObject({ phase: 'reverting', lock: null });
    expect((await run('settle', { RUN: 'settle-1' })).outputs).toMatchObject({ outcome: 'settled' });
    expect(await halfDone(stage)).toEqual([]);
    expect((await stage.record('target')).record).toMatchObject({ phase: 'idle', good: stage.version('1') });
  });

  it('goes back to the initial image where nothing was ever approved', async () => {
    const stage = await makeStage(servers, { judged: 'fail' });
    const { record } = await stage.record('source');
    await stage.setRecord('source', { ...record, baseline: null, good: null });
    const initial = { NO_BASELINE: 'initial', INITIAL_TAG: 'initial' };
    const { run } = podsOf(stage);
    const read = { ...initial, MODEL_VERSION: '2' };
    expect((await run('read-decision', read)).outputs.decision).toBe('hold');
    const images = { IMAGE_REPOSITORY: stage.env.IMAGE_REPOSITORY, IMAGE_INSECURE: stage.env.IMAGE_INSECURE };
    expect((await run('read-decision', { ...read, ...(images as Record<string, string>) })).outputs.decision).toBe(
      'revert',
    );
    const decided = await whileFollowed(stage, () => run('decide', { ...read, ARM: 'revert' }));
    expect(decided).toMatchObject({ exit: 0, outputs: { outcome: 'reverted' } });
    expect(stage.file('source')?.digest).toBe(servers.digests.initial);
    expect(await stage.alias('source')).toBeUndefined();
  });

  it('names the ConfigMap that nobody made, and the variables that are missing', async () => {
    const stage = await makeStage(servers);
    const { run, account } = podsOf(stage);
    const missing = `release-fraud-${stage.environments.target}`;
    await servers.admin.remove(`/api/v1/namespaces/${servers.namespace}/configmaps/${missing}`);
    const ran = await run('settle', { DEADLINE_SECONDS: '3' });
    expect(ran).toMatchObject({ exit: 1, outputs: { outcome: 'error' } });
    expect(ran.outputs.reason).toContain(`there is no ConfigMap ${missing} in namespace ${servers.namespace}`);
    const empty = await runInPod('release', { STEP: 'begin-gate' }, { account: await account('settle') });
    expect(empty).toMatchObject({ exit: 1, outputs: { outcome: 'error', next: 'end', verdict: 'error', commit: '' } });
    expect(empty.outputs.reason).toMatch(/RUN: is not set.*MODEL_VERSION: is not set.*SOURCE_ALIAS: is not set/);
    const none = await runInPod('release', {}, { account: await account('settle') });
    expect(none.outputs.reason).toMatch(/^STEP: is not set/);
  });
});

describe('the accounts', () => {
  it('can do nothing but what their step does', async () => {
    const stage = await makeStage(servers);
    const pods = podsOf(stage);
    const maps = `/api/v1/namespaces/${servers.namespace}/configmaps`;
    const { source, target } = stage.environments;
    const [book, tested, live] = [`verdicts-fraud-${source}`, `release-fraud-${source}`, `release-fraud-${target}`];
    const may = async (step: Step, verb: 'get' | 'update' | 'delete', name: string): Promise<boolean> => {
      const { api } = await pods.account(step);
      const path = `${maps}/${name}`;
      const object = await servers.admin.get<KubeObject>(path);
      const calls = {
        get: () => api.get(path),
        update: () => api.update(path, object),
        delete: () => api.remove(path),
      };
      return calls[verb]().then(
        () => true,
        (problem: ApiError) => {
          expect(problem.status).toBe(403);
          return false;
        },
      );
    };
    for (const step of stepNames) {
      const judges = step === 'record-verdict' || step === 'override';
      const deploys = needs(step, 'places');
      // It works on the record of the target alone.
      const undoes = step === 'undo';
      expect([await may(step, 'get', tested), await may(step, 'get', book)], step).toEqual([!undoes, !undoes]);
      expect(await may(step, 'update', book), step).toBe(judges);
      expect(await may(step, 'update', tested), step).toBe(judges || deploys);
      const writes = deploys || undoes;
      expect([await may(step, 'get', live), await may(step, 'update', live)], step).toEqual([writes, writes]);
      const { api } = await pods.account(step);
      await expect(api.get(maps), step).rejects.toMatchObject({ status: 403 });
      await expect(api.get(`/api/v1/namespaces/${servers.namespace}/secrets/x`), step).rejects.toMatchObject({
        status: 403,
      });
      for (const name of [tested, book]) expect(await may(step, 'delete', name), step).toBe(false);
    }
  });
});

describe('a process that is killed', () => {
  const kills: readonly (readonly [string, Step, RegExp])[] = [
    ['with the lock', 'begin-gate', /lock \(source\): locked/],
    ['after a change of the record', 'begin-gate', /begin \(source\): done/],
    ['in the middle of a push', 'begin-gate', /writing .* with token 5/],
    ['after a push', 'begin-gate', /push version 2 .*: [0-9a-f]{40}/],
    ['after an alias', 'begin-gate', /set alias to 2/],
    ['after a verdict', 'record-verdict', /write-verdict .*: pass/],
    ['while it waits for a roll-out', 'decide', /push version 2 .* \(target\): /],
    ['after a roll-out', 'decide', /await version 2 \(target\): ready/],
    ['after the target was approved', 'decide', /approve \(target\): done/],
    ['between both locks', 'decide', /finish \(target\): done/],
  ];
  it.concurrent.each(kills)('%s and started again comes to the same end', async (_, step, when) => {
    const stage = await makeStage(servers);
    const { run } = podsOf(stage);
    const two = candidateEnv(stage.version('2'));
    const all: readonly (readonly [Step, Readonly<Record<string, string>>])[] = [
      ['begin-gate', two],
      ['record-verdict', { ...two, VERDICT: 'pass' }],
      ['decide', { MODEL_VERSION: '2', ARM: 'promote' }],
    ];
    for (const [each, env] of all) {
      await whileFollowed(stage, async () => {
        if (each === step) {
          const killed = await run(each, env, { kill: { signal: 'SIGKILL', when } });
          expect(killed.stdout).toMatch(when);
          if (killed.exit !== null) expect(killed.exit).toBe(0);
        }
        expect((await run(each, env)).exit).toBe(0);
      });
    }
    expect(await halfDone(stage)).toEqual([]);
    expect(stage.file('target')?.digest).toBe(stage.version('2').digest);
    expect(await stage.book()).toHaveLength(1);
  });

  it('by a polite signal says so', async () => {
    const stage = await makeStage(servers);
    const { run } = podsOf(stage);
    const kill = { signal: 'SIGTERM', when: /somebody else holds the lock/ } as const;
    const { record } = await stage.record('source');
    await stage.setRecord('source', { ...record, lock: { holder: 'run-9/p', expires: Date.now() + 60_000 } });
    const ran = await run('begin-gate', { ...candidateEnv(stage.version('2')), LOCK_WAIT_SECONDS: '20' }, { kill });
    expect(ran).toMatchObject({
      exit: 1,
      outputs: { outcome: 'error', next: 'end', reason: 'terminated by SIGTERM before it could finish' },
    });
  });
});
