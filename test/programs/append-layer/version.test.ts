import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Outcome } from '../../../src/programs/action';
import { appendLayer } from '../../../src/programs/append-layer/append-layer';
import { readConfiguration } from '../../../src/programs/append-layer/configuration';
import { openSession } from '../../../src/programs/session';
import { Trouble } from '../../../src/programs/trouble';
import { type Candidate, candidate, json } from '../candidate';
import { places, put, unforeseen } from '../mutations';

const run = 'f'.repeat(32);
const answer = { model_version: { name: 'fraud', version: '5', run_id: run, status: 'READY', tags: [] } };
const missing = json({ errors: [{ code: 'MANIFEST_UNKNOWN' }] }, { status: 404 });

let server: Candidate;
let said: unknown = answer;
beforeAll(async () => {
  server = await candidate({
    '/api/2.0/mlflow/model-versions/get?name=fraud&version=5': (...request) => json(said)(...request),
    '/v2/app/manifests/staging-1.0.5': missing,
    '/v2/app/manifests/code': missing,
  });
});
afterAll(() => server.close());

/** With no base there, `absent` says that the version was found good. */
async function append(): Promise<Outcome | undefined> {
  const session = openSession('append-layer', () => undefined);
  const { host } = new URL(server.url);
  const environment = {
    MLFLOW_TRACKING_URI: server.url,
    MLFLOW_REGISTERED_MODEL: 'fraud',
    BASE_REPOSITORY: `${host}/app`,
    BASE_REFERENCE: 'code',
    BASE_INSECURE: 'a registry of the tests',
    IMAGE_REPOSITORY: `${host}/app`,
    IMAGE_INSECURE: 'a registry of the tests',
    TAGS: 'staging-1.0.5',
    MODEL_VERSION: '5',
    RUN_ID: run,
    VERSION: '1.0.5',
    DEADLINE_SECONDS: '0.4',
  };
  return appendLayer(readConfiguration(environment, session), session).catch((problem: unknown) => {
    expect(problem).toBeInstanceOf(Trouble);
    return undefined;
  });
}

it('builds for the version that the registry has, of that run and ready', async () => {
  expect(await append()).toMatchObject({ outcome: 'absent', done: false });
});

it('builds for no other, with the answer changed anywhere', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places(answer)), unforeseen, async (at, value) => {
      said = put(answer, at, value);
      const outcome = await append();
      if (outcome?.outcome !== 'absent') return;
      const { name, version, run_id, status } = (said as typeof answer).model_version;
      expect({ name, version, run_id, status }).toEqual({ name: 'fraud', version: '5', run_id: run, status: 'READY' });
    }),
    { numRuns: 150 },
  );
  said = answer;
}, 120_000);
