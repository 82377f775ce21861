import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/programs/action';
import { readConfiguration } from '../../../src/programs/register-model/configuration';
import { registerModel } from '../../../src/programs/register-model/register-model';
import { openSession } from '../../../src/programs/session';
import { Trouble } from '../../../src/programs/trouble';
import { type Candidate, candidate, json, text } from '../candidate';
import { places, put, unforeseen } from '../mutations';

const uri = 's3://models/r1/artifacts/model';
const history = JSON.stringify([{ artifact_path: 'model', run_id: 'r1' }]);
const version = {
  name: 'fraud',
  version: '7',
  run_id: 'r1',
  status: 'READY',
  tags: [{ key: 'pipeline.run', value: 'w' }],
};

/** What MLflow answers to a run that is registered already, by path. */
const answers = {
  '/runs/get?run_id=r1': {
    run: {
      info: { run_id: 'r1', status: 'FINISHED', lifecycle_stage: 'active', artifact_uri: 's3://models/r1/artifacts' },
      data: { tags: [{ key: 'mlflow.log-model.history', value: history }] },
    },
  },
  '/model-versions/search?filter=name%3D%27fraud%27+and+run_id%3D%27r1%27&max_results=1000': {
    model_versions: [version],
  },
  '/model-versions/get?name=fraud&version=7': { model_version: version },
  '/model-versions/get-download-uri?name=fraud&version=7': { artifact_uri: uri },
};

let server: Candidate;
let said: Readonly<Record<string, string>> = {};
beforeAll(async () => {
  const replies = Object.keys(answers).map((path) => [
    `/api/2.0/mlflow${path}`,
    (...request: Parameters<ReturnType<typeof text>>) =>
      text(said[path] ?? '', { headers: { 'content-type': 'application/json' } })(...request),
  ]);
  const tag = { '/api/2.0/mlflow/model-versions/set-tag': json({}) };
  server = await candidate({ ...Object.fromEntries(replies), ...tag });
});
afterAll(() => server.close());

async function register(): Promise<Outcome> {
  const session = openSession('register-model', () => undefined);
  const environment = {
    MLFLOW_TRACKING_URI: server.url,
    MLFLOW_REGISTERED_MODEL: 'fraud',
    RUN_ID: 'r1',
    PIPELINE_RUN: 'w',
    DEADLINE_SECONDS: '0.4',
    POLL_SECONDS: '0.01',
  };
  return registerModel(readConfiguration(environment, session), session);
}

/** What MLflow answers to everything, with the artifacts of the run at another address. */
function artifactsAt(address: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(answers).map(([path, value]) => [
      path,
      JSON.stringify(value).replaceAll(JSON.stringify('s3://models/r1/artifacts').slice(1, -1), address),
    ]),
  );
}

describe('an address of artifacts', () => {
  it.each([
    [
      'that holds a password',
      'https://robot:geheim-4711@models.example.com',
      /^the address of the artifacts holds a password$/,
    ],
    ['that an engine would evaluate', 's3://models/{{workflow.name}}', /expected letters, digits/],
    ['that the kubelet would expand', 's3://models/$(id)', /expected letters, digits/],
    ['with a space', 's3://models/my model', /expected letters, digits/],
  ])('%s does not become an output', async (_, address, message) => {
    said = artifactsAt(address);
    await expect(register()).rejects.toThrow(message);
  });

  it.each(['wasbs://models@account.blob.core.windows.net', 'hdfs://namenode:8020/models', 'gs://models/a=1,b+c'])(
    'such as %s does',
    async (address) => {
      said = artifactsAt(address);
      expect((await register()).outputs).toMatchObject({ 'artifact-uri': `${address}/model` });
    },
  );
});

describe('whatever MLflow answers', () => {
  it('is a version that is registered already, if it answers as it does', async () => {
    said = Object.fromEntries(Object.entries(answers).map(([path, value]) => [path, JSON.stringify(value)]));
    expect(await register()).toMatchObject({
      outcome: 'already-registered',
      outputs: { 'model-version': '7', 'artifact-uri': uri, 'run-id': 'r1' },
    });
  });

  it('never is more than the answers say, with one of them changed anywhere', async () => {
    const mutations = Object.entries(answers).flatMap(([path, value]) => places(value).map((at) => ({ path, at })));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...mutations), unforeseen, async ({ path, at }, value) => {
        const changed = { ...answers, [path]: put(answers[path as keyof typeof answers], at, value) };
        said = Object.fromEntries(Object.entries(changed).map(([name, each]) => [name, JSON.stringify(each) ?? '']));
        const outcome = await register().catch((problem: unknown) => {
          // Anything else would be told as unexpected, with words of the machine.
          expect(problem).toBeInstanceOf(Trouble);
          return undefined;
        });
        if (outcome?.done !== true) return;
        const digest = `sha256:${createHash('sha256').update(uri).digest('hex')}`;
        expect(outcome.outputs).toEqual({ 'model-version': '7', 'artifact-uri': uri, 'run-id': 'r1', digest });
        expect(JSON.parse(said['/model-versions/get?name=fraud&version=7'] ?? '').model_version.status).toBe('READY');
      }),
      { numRuns: 400 },
    );
  }, 120_000);
});
