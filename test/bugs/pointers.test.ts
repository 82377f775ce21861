import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from '../programs/run-program';
import { type FakeStore, fakeStore, storeEnv } from '../programs/s3/fake-store';

// What is served is written into a bucket; docs/bugs.md lists this with the others.

let store: FakeStore;
beforeEach(async () => {
  store = await fakeStore('model-promotion');
});
afterEach(() => store.stop());

const put = (key: string, run: string) =>
  fetch(`${store.url}/model-promotion/${key}`, { method: 'PUT', body: JSON.stringify({ run_id: run }) });
const runAt = (key: string): string =>
  JSON.parse(store.objects.get(`model-promotion/${key}`)?.toString() ?? '{}').run_id;
const all = ['history/1.json', 'wind-power/current.json', 'global/current.json'];

/** Three objects that say the same, written one after the other. */
async function byHand(run: string, after: (key: string) => unknown = () => undefined): Promise<void> {
  for (const key of all) {
    await put(key, run);
    await after(key);
  }
}

describe('three pointers that are written one after the other', () => {
  it('say two different models where the run was killed between them', async () => {
    await byHand('run-1');
    await byHand('run-2', (key) => {
      if (key === 'wind-power/current.json') throw new Error('evicted');
    }).catch(() => undefined);
    expect(all.map(runAt)).toEqual(['run-2', 'run-2', 'run-1']);
  });

  it('say two different models where two runs write at once, and the older one may be the last', async () => {
    await byHand('run-2', async (key) => {
      if (key === 'history/1.json') await byHand('run-3');
    });
    expect(all.map(runAt)).toEqual(['run-3', 'run-2', 'run-2']);
  });
});

describe('our pointer', () => {
  const deploy = (version: number, options = {}) =>
    runProgram(
      'deploy-pointer',
      {
        ...storeEnv(store),
        BUCKET: 'model-promotion',
        KEY: 'current.json',
        APPLICATION: 'flts',
        ENVIRONMENT: 'production',
        MODEL_VERSION: String(version),
        RUN_ID: `run-${version}`,
        DEPLOYED: `s3://mlflow/0/run-${version}/artifacts/model`,
        TOKEN: String(version),
        DEADLINE_SECONDS: '5',
      },
      options,
    );
  const tokenAt = (key: string): unknown =>
    JSON.parse(store.objects.get(`model-promotion/${key}`)?.toString() ?? 'null')?.token;

  it('is one write that its history is ahead of, wherever the run is killed', async () => {
    await deploy(1);
    let served: unknown = 1;
    // Killed as each of its requests comes, before it does anything, until none is left to kill it at.
    for (let at = 1; ; at += 1) {
      const version = at + 1;
      let seen = 0;
      let kill = (): void => undefined;
      const when = new Promise<void>((resolve) => {
        kill = resolve;
      });
      store.before = () => {
        seen += 1;
        if (seen < at) return undefined;
        kill();
        return { status: 503 };
      };
      const { exit } = await deploy(version, { kill: { signal: 'SIGKILL', when } });
      store.before = () => undefined;
      expect([served, version]).toContain(tokenAt('current.json'));
      served = tokenAt('current.json');
      expect(tokenAt(`history/${served}.json`)).toBe(served);
      if (exit === 0) break;
      expect(at).toBeLessThan(10);
      expect((await deploy(version)).exit).toBe(0);
      served = version;
    }
  });

  it('is of the newer of two runs that write at once, whoever is the last', async () => {
    await Promise.all([deploy(3), deploy(2)]);
    expect(tokenAt('current.json')).toBe(3);
    const late = await deploy(2);
    expect(late.outputs.outcome).toBe('lost');
    expect(late.exit).toBe(1);
    expect(tokenAt('current.json')).toBe(3);
  });
});
