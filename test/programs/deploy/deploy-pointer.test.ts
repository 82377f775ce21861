import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from '../run-program';
import { type FakeStore, fakeStore, storeEnv } from '../s3/fake-store';

const pointerOf = (token: number, modelVersion = String(token), more: object = {}) => ({
  application: 'flts',
  environment: 'production',
  modelVersion,
  runId: `run-${modelVersion}`,
  digest: `sha256:${'a'.repeat(64)}`,
  commit: '',
  uri: `s3://mlflow/0/run-${modelVersion}/artifacts/model`,
  token,
  ...more,
});
const line = (value: object): Buffer => Buffer.from(`${JSON.stringify(value)}\n`);
const object = 'model-promotion/production/current.json';
const history = (token: number) => `model-promotion/production/history/${token}.json`;

let store: FakeStore;
beforeEach(async () => {
  store = await fakeStore('model-promotion');
});
afterEach(() => store.stop());

const deploy = (token: number, modelVersion = String(token), more: Readonly<Record<string, string>> = {}) => {
  const { runId, digest, uri } = pointerOf(token, modelVersion);
  return runProgram('deploy-pointer', {
    ...storeEnv(store),
    BUCKET: 'model-promotion',
    KEY: 'production/current.json',
    APPLICATION: 'flts',
    ENVIRONMENT: 'production',
    MODEL_VERSION: modelVersion,
    RUN_ID: runId,
    DIGEST: digest,
    DEPLOYED: uri,
    TOKEN: String(token),
    DEADLINE_SECONDS: '5',
    ...more,
  });
};
const at = (name: string) => JSON.parse(store.objects.get(name)?.toString() ?? 'null');
const writes = () => store.requests.filter(({ method }) => method === 'PUT');

describe('deploy-pointer', () => {
  it('writes the history, then the pointer, and each once', async () => {
    const { exit, outputs } = await deploy(12);
    expect(outputs).toMatchObject({
      outcome: 'deployed',
      reason: 's3://model-promotion/production/current.json says version 12 with token 12',
    });
    expect(exit).toBe(0);
    expect(at(object)).toEqual(pointerOf(12));
    expect(store.objects.get(history(12))).toEqual(store.objects.get(object));
    const written = writes().map(({ path, headers }) => [path, headers['if-none-match'] ?? headers['if-match']]);
    expect(written).toEqual([
      [`/${history(12)}`, '*'],
      // On a condition that never holds, to see that conditions count.
      [`/${history(12)}`, `"${'0'.repeat(32)}"`],
      [`/${object}`, '*'],
    ]);
  });

  it('replaces the version that it read, and keeps what was there before', async () => {
    await deploy(12);
    expect((await deploy(13)).outputs.outcome).toBe('deployed');
    expect(writes().at(-1)?.headers['if-match']).toMatch(/^"[0-9a-f]{32}"$/);
    expect([at(object), at(history(12)), at(history(13))]).toEqual([pointerOf(13), pointerOf(12), pointerOf(13)]);
  });

  it('writes nothing when it runs again', async () => {
    await deploy(12);
    const before = writes().length;
    const { exit, outputs } = await deploy(12);
    expect(outputs.outcome).toBe('unchanged');
    expect(exit).toBe(0);
    expect(writes()).toHaveLength(before);
  });

  it('goes back to an earlier version under a newer token', async () => {
    await deploy(12, '7');
    await deploy(13, '8');
    expect((await deploy(14, '7')).outputs.outcome).toBe('deployed');
    expect(at(object)).toEqual(pointerOf(14, '7'));
  });

  it('never replaces what a newer run wrote, and says so', async () => {
    await deploy(13);
    const { exit, outputs } = await deploy(12);
    expect(outputs).toMatchObject({
      outcome: 'lost',
      reason: 's3://model-promotion/production/current.json was written by a newer run: its token is 13, ours 12',
    });
    expect(exit).toBe(1);
    expect(at(object)).toEqual(pointerOf(13));
    expect(store.objects.has(history(12))).toBe(false);
  });

  it('loses to a newer run that writes between its look and its write', async () => {
    await deploy(12);
    store.before = ({ method, path }) => {
      if (method === 'PUT' && path === `/${object}`) store.objects.set(object, line(pointerOf(14)));
      return undefined;
    };
    const { exit, outputs } = await deploy(13);
    expect(outputs.outcome).toBe('lost');
    expect(exit).toBe(1);
    expect(at(object)).toEqual(pointerOf(14));
  });

  it('tries again after an older run wrote between its look and its write', async () => {
    let first = true;
    store.before = ({ method, path }) => {
      if (first && method === 'PUT' && path === `/${object}`) {
        first = false;
        store.objects.set(object, line(pointerOf(11)));
      }
      return undefined;
    };
    expect((await deploy(12)).outputs.outcome).toBe('deployed');
    expect(at(object)).toEqual(pointerOf(12));
  });

  it('finds its own write whose answer it did not hear', async () => {
    let first = true;
    store.before = ({ method, path }) => {
      if (!first || method !== 'PUT' || path !== `/${object}`) return undefined;
      first = false;
      store.objects.set(object, line(pointerOf(12)));
      return { status: 503 };
    };
    expect((await deploy(12)).outputs.outcome).toBe('deployed');
  });

  it.each([
    ['by the pointer', object],
    ['by the history', history(12)],
  ])('lets one of two records win that gave out one token, told %s', async (_, name) => {
    store.objects.set(name, line(pointerOf(12, '8')));
    const { exit, outputs } = await deploy(12, '7');
    expect(outputs.outcome).toBe('lost');
    expect(outputs.reason).toMatch(/has token 12 for version 8, ours is version 7: two records write one pointer/);
    expect(exit).toBe(1);
  });

  it('takes what a later version of it adds for its own', async () => {
    store.objects.set(object, line(pointerOf(12, '12', { score: 0.97 })));
    expect((await deploy(12)).outputs.outcome).toBe('unchanged');
  });

  it.each([
    ['another application', line(pointerOf(1, '1', { application: 'iac' })), /is of iac in production, not of flts/],
    ['another environment', line(pointerOf(1, '1', { environment: 'dev' })), /is of flts in dev/],
    ['something else', Buffer.from('{"run_id":"a"}'), /holds something else than a pointer/],
    ['no JSON', Buffer.from('run-1'), /holds something else than a pointer/],
    ['nothing at all', Buffer.alloc(0), /holds something else than a pointer/],
    ['a token that is none', line(pointerOf(1, '1', { token: '1' })), /holds something else than a pointer/],
  ])('leaves %s as it is', async (_, body, reason) => {
    store.objects.set(object, body);
    const { exit, outputs } = await deploy(12);
    expect(outputs).toMatchObject({ outcome: 'error', reason: expect.stringMatching(reason) });
    expect(exit).toBe(1);
    expect(store.objects.get(object)).toEqual(body);
  });

  it('refuses a store that knows no conditions before it writes the pointer', async () => {
    store.conditions = false;
    const { exit, outputs } = await deploy(12);
    expect(outputs.reason).toContain('although If-Match does not hold: it is no store for a pointer');
    expect(exit).toBe(1);
    expect(store.objects.has(object)).toBe(false);
  });

  it.each([
    [{ status: 404, code: 'NoSuchBucket' }, /said NoSuchBucket, there is no such bucket/],
    [{ status: 403, code: 'AccessDenied' }, /said AccessDenied, these credentials are not allowed that/],
    [{ status: 501, code: 'NotImplemented' }, /it is no store for a pointer/],
    [{ status: 200 }, /gave no ETag/],
    [{ status: 418 }, /said status 418/],
  ])('ends red and says why when the store answers %j', async (answer, reason) => {
    store.before = () => answer;
    const { exit, outputs } = await deploy(12);
    expect(outputs.reason).toMatch(reason);
    expect(exit).toBe(1);
  });

  it('refuses an image, and what no version can be', async () => {
    const image = `ghcr.io/acme/app@sha256:${'b'.repeat(64)}`;
    expect((await deploy(12, '12', { DEPLOYED: image })).outputs.reason).toMatch(
      /DEPLOYED: a pointer says the address/,
    );
    const { outputs } = await deploy(12, '12', { MODEL_VERSION: 'seven', KEY: '../current.json' });
    expect(outputs.reason).toMatch(/MODEL_VERSION: .*KEY: /);
    expect(store.requests).toEqual([]);
  });
});
