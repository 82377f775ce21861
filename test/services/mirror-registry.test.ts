import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { startDeadline } from '../../src/programs/deadline';
import { type Mirrored, mirror } from '../../src/programs/mirror-registry/mirror';
import { mlflowApi } from '../../src/programs/mlflow/api';
import { openSession } from '../../src/programs/session';
import { type Run, runProgram } from '../programs/run-program';
import { delayed, silence } from './faulty/faults';
import { faulty } from './faulty/faulty';
import { troubles } from './faulty/troubles';
import { shared } from './shared';
import { type Tracking, trackingAt, trainingRun, versionsOf } from './training-run';

function run(url: string, more: Readonly<Record<string, string>>, options = {}): Promise<Run> {
  const environment = { MLFLOW_TRACKING_URI: url, DEADLINE_SECONDS: '15', ALIAS: 'staging' };
  return runProgram('mirror-registry', { ...environment, ...more }, options);
}

describe.each([2, 3] as const)('mirror-registry and MLflow %i', (major) => {
  let tracking: Tracking;
  beforeAll(async () => {
    tracking = trackingAt((await shared(`mlflow-${major}`)).url);
  });

  /** A model of so many versions. */
  async function model(versions: number): Promise<string> {
    const name = randomUUID();
    await tracking.call('registered-models/create', { name });
    const run = await trainingRun(tracking);
    for (let i = 0; i < versions; i += 1)
      await tracking.call('model-versions/create', { name, source: 's3://models/x', run_id: run });
    return name;
  }

  async function aliasOf(name: string, alias = 'staging'): Promise<string | undefined> {
    const { registered_model: seen } = await tracking.call(`registered-models/get?name=${name}`);
    const { aliases = [] } = seen as { aliases?: { alias: string; version: string }[] };
    return aliases.find((entry) => entry.alias === alias)?.version;
  }

  it('sets, moves and removes an alias, and does nothing where it is right already', async () => {
    const MLFLOW_REGISTERED_MODEL = await model(2);
    const seen: unknown[] = [];
    for (const MODEL_VERSION of ['2', '2', '1', 'none', 'none']) {
      const { exit, outputs } = await run(tracking.url, { MLFLOW_REGISTERED_MODEL, MODEL_VERSION });
      seen.push([exit, outputs.outcome, await aliasOf(MLFLOW_REGISTERED_MODEL)]);
    }
    expect(seen).toEqual([
      [0, 'mirrored', '2'],
      [0, 'unchanged', '2'],
      [0, 'mirrored', '1'],
      [0, 'mirrored', undefined],
      [0, 'unchanged', undefined],
    ]);
  });

  it('names the version that the record names, however many newer ones there are', async () => {
    const MLFLOW_REGISTERED_MODEL = await model(5);
    await run(tracking.url, { MLFLOW_REGISTERED_MODEL, MODEL_VERSION: '2' });
    expect(await aliasOf(MLFLOW_REGISTERED_MODEL)).toBe('2');
  });

  it('leaves the aliases of other environments, and tags of other people', async () => {
    const name = await model(2);
    await tracking.call('registered-models/alias', { name, alias: 'production', version: '1' });
    await tracking.call('model-versions/set-tag', { name, version: '2', key: 'owner', value: 'fraud team' });
    const tags = [
      { version: '2', tags: { 'gate.staging': 'pass', 'deploy.staging.digest': `sha256:${'a'.repeat(64)}` } },
    ];
    const TAGS = JSON.stringify(tags);
    await run(tracking.url, { MLFLOW_REGISTERED_MODEL: name, MODEL_VERSION: '2', TAGS });
    expect(await aliasOf(name, 'production')).toBe('1');
    expect((await versionsOf(tracking, name))[1]?.tags).toEqual({ owner: 'fraud team', ...tags[0]?.tags });
  });

  it('takes a tag away again', async () => {
    const name = await model(1);
    for (const [rejected, expected] of [
      ['true', { 'rejected.staging': 'true' }],
      [null, {}],
      [null, {}],
    ]) {
      const TAGS = JSON.stringify([{ version: '1', tags: { 'rejected.staging': rejected } }]);
      const done = await run(tracking.url, { MLFLOW_REGISTERED_MODEL: name, MODEL_VERSION: 'none', TAGS });
      expect(done).toMatchObject({ exit: 0, stderr: '' });
      expect((await versionsOf(tracking, name))[0]?.tags).toEqual(expected);
    }
  });

  it('refuses to name a version that is not there, and says of a tag that it has nowhere to be', async () => {
    const name = await model(1);
    await run(tracking.url, { MLFLOW_REGISTERED_MODEL: name, MODEL_VERSION: '1' });
    const missing = await run(tracking.url, { MLFLOW_REGISTERED_MODEL: name, MODEL_VERSION: '7' });
    expect(missing).toMatchObject({ exit: 1, outputs: { outcome: 'refused' } });
    expect(missing.outputs.reason).toMatch(/no version 7 for alias staging/);
    expect(await aliasOf(name)).toBe('1');
    const TAGS = '[{"version":"7","tags":{"gate.staging":"fail"}}]';
    const tagged = await run(tracking.url, { MLFLOW_REGISTERED_MODEL: name, MODEL_VERSION: '1', TAGS });
    expect(tagged).toMatchObject({ exit: 0, outputs: { outcome: 'unchanged' } });
    expect(tagged.stdout).toMatch(/no version 7 that could be tagged/);
  });

  it('removes the alias of a model that was never registered by finding none', async () => {
    const never = { MLFLOW_REGISTERED_MODEL: randomUUID(), MODEL_VERSION: 'none' };
    expect(await run(tracking.url, never)).toMatchObject({ exit: 0, outputs: { outcome: 'unchanged' } });
  });

  // Both answer alike; the tables take long.
  if (major === 3)
    describe('when MLflow fails', () => {
      const steps = ['GET .*alias', 'POST .*alias', 'DELETE .*alias', 'set-tag', 'model-versions/get'];
      const rows = steps.flatMap((step) =>
        Object.entries(troubles).map(([name, fault]) => [step, name, fault] as const),
      );

      it.concurrent.each(rows)('at %s: %s', async (step, _, fault) => {
        const name = await model(2);
        await tracking.call('registered-models/alias', { name, alias: 'staging', version: '1' });
        const wanted = step.startsWith('DELETE') ? undefined : '2';
        const environment = {
          MLFLOW_REGISTERED_MODEL: name,
          MODEL_VERSION: wanted ?? 'none',
          TAGS: '[{"version":"2","tags":{"gate.staging":"pass"}}]',
        };
        const proxy = await faulty(tracking);
        proxy.inject(fault, { on: new RegExp(step) });
        const first = await run(proxy.url, { ...environment, DEADLINE_SECONDS: '2' });
        await proxy.stop();
        expect(first.stderr).toBe('');
        // Done means that it is so.
        if (first.exit === 0) expect(await aliasOf(name)).toBe(wanted);
        const again = await run(tracking.url, environment);
        expect(again.exit).toBe(0);
        expect([await aliasOf(name), (await versionsOf(tracking, name))[1]?.tags]).toEqual([
          wanted,
          { 'gate.staging': 'pass' },
        ]);
      });
    });

  it.each([
    ['set-tag', silence],
    ['set-tag', delayed(300)],
    ['POST .*alias', silence],
    ['POST .*alias', delayed(300)],
  ] as const)('converges when it is killed at %s', async (step, fault) => {
    const name = await model(1);
    const environment = {
      MLFLOW_REGISTERED_MODEL: name,
      MODEL_VERSION: '1',
      TAGS: '[{"version":"1","tags":{"gate.staging":"pass"}}]',
    };
    const proxy = await faulty(tracking);
    proxy.inject(fault, { on: new RegExp(step) });
    const kill = { signal: 'SIGKILL', when: proxy.reached(new RegExp(step)) };
    expect((await run(proxy.url, environment, { kill })).outputs.outcome).toBe('error');
    await proxy.stop();
    expect((await run(tracking.url, environment)).exit).toBe(0);
    expect([await aliasOf(name), (await versionsOf(tracking, name))[0]?.tags['gate.staging']]).toEqual(['1', 'pass']);
  });

  describe('two who mirror one record', () => {
    async function mirrored(name: string, read: () => Promise<Mirrored>): Promise<string> {
      const session = openSession('test', () => undefined);
      const deadline = startDeadline(20);
      const api = mlflowApi({ url: new URL(tracking.url), headers: {} }, { deadline, session });
      return (await mirror({ api, model: name, deadline, session }, read)).outcome;
    }

    it('leave what the record says last, though one of them began before it changed', async () => {
      const name = await model(2);
      let version = '1';
      let reads = 0;
      // The record moves on while the alias is being set to what it said before.
      const outcome = await mirrored(name, async () => {
        reads += 1;
        if (reads === 2) version = '2';
        return { alias: 'staging', version, tags: [] };
      });
      expect([outcome, await aliasOf(name), reads]).toEqual(['mirrored', '2', 3]);
    });

    it('agree in the end, twenty times', async () => {
      const name = await model(9);
      for (let round = 0; round < 20; round += 1) {
        let version = '1';
        const read = async (): Promise<Mirrored> => ({ alias: 'staging', version, tags: [] });
        const late = setTimeout(() => {
          version = String((round % 8) + 2);
        }, round * 2);
        await Promise.all([mirrored(name, read), mirrored(name, read), mirrored(name, read)]);
        clearTimeout(late);
        // Who changed the record mirrors it.
        await mirrored(name, read);
        expect(await aliasOf(name)).toBe(version);
      }
    });

    it('does not call it done when somebody else keeps moving the alias', async () => {
      const name = await model(2);
      const proxy = await faulty(tracking);
      // Each time it is set to 1, somebody sets it to 2 before it is read again.
      const session = openSession('test', () => undefined);
      const deadline = startDeadline(8);
      const api = mlflowApi({ url: new URL(proxy.url), headers: {} }, { deadline, session });
      proxy.inject(
        async ({ forward, response }) => {
          for await (const _ of await forward());
          await tracking.call('registered-models/alias', { name, alias: 'staging', version: '2' });
          response.end('{}');
        },
        { on: /POST .*alias/, times: 100 },
      );
      const outcome = mirror({ api, model: name, deadline, session }, async () => ({
        alias: 'staging',
        version: '1',
        tags: [],
      }));
      await expect(outcome).rejects.toThrow(/alias staging does not stay as it is set/);
      await proxy.stop();
    });
  });
});
