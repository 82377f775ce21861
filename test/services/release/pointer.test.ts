import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDeadline } from '../../../src/programs/deadline';
import { kubernetesApi } from '../../../src/programs/kubernetes/api';
import type { StepEnding } from '../../../src/programs/release/step-context';
import { openSession } from '../../../src/programs/session';
import { readConfiguration } from '../../../src/programs/wait-rollout/configuration';
import { waitRollout } from '../../../src/programs/wait-rollout/wait-rollout';
import { type ApiClient, apiClient } from '../../cluster/api/client';
import { type Minio, startMinio } from '../servers/minio';
import { shared } from '../shared';
import { type PodOptions, pod } from './pod';
import { makePointerStage, type PointerStage, trained } from './pointer-stage';
import { candidateEnv } from './stage';

let admin: ApiClient;
let minio: Minio;
const namespace = `pointer-${randomBytes(4).toString('hex')}`;
beforeAll(async () => {
  admin = apiClient(await shared('api-server'));
  minio = await startMinio();
  await admin.create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } };
  await admin.create(`/api/v1/namespaces/${namespace}/serviceaccounts`, account);
});
afterAll(() => minio.stop());

async function onStage(work: (stage: PointerStage) => Promise<void>): Promise<void> {
  const stage = await makePointerStage(admin, namespace, minio);
  try {
    await work(stage);
  } finally {
    await stage.stop();
  }
}

/** The steps of the run of a version. */
function runOf(stage: PointerStage, version: number, more: Readonly<Record<string, string>> = {}) {
  let pods = 0;
  const env = { RUN: `run-${version}`, ...candidateEnv(trained(version)), ...more };
  return async (step: string, given: Readonly<Record<string, string>> = {}, options: PodOptions = {}) => {
    pods += 1;
    const { ending, log } = await pod(stage, { ...env, STEP: step, POD: `pod-${pods}`, ...given }, options);
    if (ending === 'killed') throw new Error('nobody kills it');
    return { ...ending, log };
  };
}

/** What the first check of the gate says. */
async function verified(stage: PointerStage, version: number) {
  const { env } = stage;
  const session = openSession('wait-rollout', () => undefined);
  const { access } = admin;
  const told = Object.entries(env).flatMap(([name, value]) =>
    name.startsWith('SOURCE_') ? [[name.slice('SOURCE_'.length), value] as const] : [],
  );
  const configuration = readConfiguration({
    ...Object.fromEntries(told),
    EXPECTED_VERSION: trained(version).runId,
    DEADLINE_SECONDS: '2',
  });
  const calling = { deadline: startDeadline(configuration.deadlineSeconds), session };
  const server = new URL(`https://127.0.0.1:${access.port}`);
  const api = kubernetesApi({ server, namespace, ca: access.ca, token: () => access.token }, calling);
  return waitRollout(configuration, api, calling);
}

/** Brings a version in, and says how that ended. */
async function released(stage: PointerStage, version: number): Promise<StepEnding> {
  const run = runOf(stage, version);
  const begun = await run('begin-gate');
  if (begun.outputs?.next !== 'measure') return begun;
  const { verdict: VERDICT, reason: REASON } = await verified(stage, version);
  await run('record-verdict', { VERDICT, REASON });
  return run('decide');
}

describe('a release by a pointer', () => {
  it('is in once the pods answer with the run that was promoted', () =>
    onStage(async (stage) => {
      expect(await released(stage, 1)).toMatchObject({ word: 'promoted', done: true });
      expect(await released(stage, 2)).toMatchObject({ word: 'promoted', done: true });
      const { record } = await stage.record();
      expect(record).toMatchObject({ phase: 'idle', good: trained(2), deployed: trained(2), lock: null });
      expect(await stage.pointer()).toEqual({
        application: 'flts',
        environment: expect.any(String),
        ...trained(2),
        token: record.token,
      });
      expect(await stage.history(record.token)).toEqual(await stage.pointer());
    }));

  it('is taken back when the pods keep the model before: the pointer says that again, under a newer token', () =>
    onStage(async (stage) => {
      await released(stage, 1);
      const before = await stage.pointer();
      await stage.freeze();
      const ending = await released(stage, 2);
      expect(ending).toMatchObject({ word: 'reverted' });
      const pointer = await stage.pointer();
      expect(pointer).toMatchObject({ modelVersion: '1', runId: 'run-1', uri: before?.uri });
      expect(pointer?.token).toBeGreaterThan(before?.token ?? Number.NaN);
      // What was tried in between stays to be read.
      expect(await stage.history((pointer?.token ?? 0) - 1)).toMatchObject({ modelVersion: '2' });
      expect((await stage.record()).record).toMatchObject({ phase: 'idle', good: trained(1), deployed: trained(1) });
    }));

  it('is undone by hand the same way', () =>
    onStage(async (stage) => {
      await released(stage, 1);
      await released(stage, 2);
      const undone = await runOf(stage, 2)('undo', { BY: 'ada', REASON: 'complaints' });
      expect(undone).toMatchObject({ word: 'reverted', done: true });
      expect(await stage.pointer()).toMatchObject({ modelVersion: '1' });
    }));
});

describe('two selections that race for one pointer', () => {
  it(
    'exactly one wins, and the other ends red and says why, while one is at work',
    () =>
      onStage(async (stage) => {
        await released(stage, 1);
        for (let round = 1; round <= 10; round += 1) {
          const versions = [2 * round, 2 * round + 1];
          const order = round % 2 === 0 ? versions : versions.toReversed();
          const runs = order.map((version) => ({ version, run: runOf(stage, version, { LOCK_WAIT_SECONDS: '0' }) }));
          // Neither goes on before both have tried.
          const begun = await Promise.all(runs.map(({ run }) => run('begin-gate')));
          const winners = runs.filter((_, i) => begun[i]?.done);
          expect(winners).toHaveLength(1);
          const lost = begun.find(({ done }) => !done);
          expect(lost).toMatchObject({ word: 'refused', reason: expect.stringMatching(/./) });
          for (const { version, run } of winners) {
            expect(await stage.pointer()).toMatchObject({ runId: `run-${version}` });
            await run('record-verdict', { VERDICT: 'pass' });
            expect(await run('decide')).toMatchObject({ word: 'promoted' });
            expect(await stage.pointer()).toMatchObject({ runId: `run-${version}` });
          }
        }
      }),
    120_000,
  );

  it('a run that comes back after its lease never takes the pointer from who came after it, in 40 races', async () => {
    let late = 0;
    let fenced = 0;
    await Promise.all(
      Array.from({ length: 4 }, () =>
        onStage(async (stage) => {
          const seen: number[] = [];
          for (let race = 0; race < 10; race += 1) {
            const pair = [2 * race + 1, 2 * race + 2].map(async (version, i) => {
              const env = { LEASE_SECONDS: '0.3', LOCK_WAIT_SECONDS: '10' };
              const before = async ({ kind }: { readonly kind: string }) => {
                // It has read what to write, and writes it when the other one has the lock.
                if (i === 0 && kind === 'push') await sleep(300 + 60 * race);
              };
              if (i === 1) await sleep(50);
              const begun = await runOf(stage, version, env)('begin-gate', {}, { before });
              if (!begun.done) {
                expect(['refused', 'superseded']).toContain(begun.word);
                expect(begun.reason).not.toBe('');
                late += 1;
                if (begun.log.some((line) => line.includes('was written by a newer run'))) fenced += 1;
              }
            });
            await Promise.all(pair);
            const { record } = await stage.record();
            const pointer = await stage.pointer();
            expect(pointer).toMatchObject({ ...record.deployed, token: record.token });
            expect(await stage.history(record.token)).toEqual(pointer);
            seen.push(record.token);
          }
          expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
        }),
      ),
    );
    expect(late).toBeGreaterThan(0);
    expect(fenced).toBeGreaterThan(0);
  }, 120_000);

  it('leaves the pointer of another environment alone, and says whose it is', () =>
    onStage(async (stage) => {
      const other = await makePointerStage(admin, namespace, minio);
      try {
        await released(stage, 1);
        const { SOURCE_BUCKET = '' } = stage.env;
        const theirs = { ...other, env: { ...other.env, SOURCE_BUCKET } };
        await expect(pod(theirs, { STEP: 'begin-gate', RUN: 'other', ...candidateEnv(trained(9)) })).rejects.toThrow(
          /is of flts in p[0-9a-f]+, not of flts in p[0-9a-f]+: give each pointer a folder of its own/,
        );
        expect(await stage.pointer()).toMatchObject({ modelVersion: '1' });
      } finally {
        await other.stop();
      }
    }));
});
