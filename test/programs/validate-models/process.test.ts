import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Candidate, candidate, json, type Reply, reset, text } from '../candidate';
import { type FakeApi, fakeApi, token } from '../kubernetes/fake-api';
import { runProgram } from '../run-program';

const services = '/apis/serving.kserve.io/v1beta1/namespaces/aiops/inferenceservices';
const pods = '/api/v1/namespaces/aiops/pods';
const uri = 'pvc://model-storage-pvc/anomaly/7';

const service = (ready: string, more: object = {}) => ({
  metadata: { name: 'anomaly', generation: 3 },
  spec: { predictor: { model: { storageUri: uri } } },
  status: { observedGeneration: 3, conditions: [{ type: 'Ready', status: ready, reason: 'Because' }] },
  ...more,
});

const pod = (name: string, ready: string, more: object = {}) => ({
  metadata: { name, labels: { 'serving.kserve.io/inferenceservice': 'anomaly' }, ...more },
  spec: { containers: [{ name: 'kserve-container' }] },
  status: {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: ready }],
    containerStatuses: [{ name: 'kserve-container', ready: ready === 'True', restartCount: 0, state: { running: {} } }],
  },
});

interface World {
  readonly objects?: Readonly<Record<string, object>>;
  readonly answer?: Reply;
  readonly files?: Readonly<Record<string, string>>;
  /** What the API server answers instead of what it has. */
  readonly on?: readonly [path: string, reply: Reply];
}

let folder: string;
let api: FakeApi;
let server: Candidate;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'claim-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await api.close();
  await server.close();
});

const path = '/v1/models/anomaly:predict';
const good: Required<Omit<World, 'on'>> = {
  objects: { [`${services}/anomaly`]: service('True'), [`${pods}/new`]: pod('new', 'True') },
  answer: json({ predictions: [-1] }),
  files: { 'anomaly/7/model.pkl': 'a model' },
};

async function validate({ on, ...world }: World, more: Readonly<Record<string, string>> = {}) {
  const { objects, answer, files } = { ...good, ...world };
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
  api = await fakeApi(objects as never);
  if (on !== undefined) api.on(...on);
  server = await candidate({ [path]: answer });
  const model = {
    name: 'anomaly',
    namespace: 'aiops',
    url: server.url,
    path,
    request: { instances: [[0.5, 0.6, 0.4, 100, 80]] },
    answer: {
      type: 'object',
      fields: { predictions: { type: 'array', length: 1, items: { type: 'integer', oneOf: [-1, 1] } } },
    },
  };
  return runProgram('validate-models', {
    ...api.environment,
    MODELS: JSON.stringify([model]),
    CLAIM: 'model-storage-pvc',
    MODELS_FOLDER: folder,
    DEADLINE_SECONDS: '8',
    ...more,
  });
}

describe('validate-models', () => {
  it('passes a model whose service, pods, file and endpoint are good', async () => {
    const { exit, outputs, stdout, everything } = await validate({});
    expect({ exit, ...outputs }).toMatchObject({
      exit: 0,
      verdict: 'pass',
      reason: 'anomaly: service, pods, file and endpoint are good',
    });
    expect(stdout).toMatch(
      /good service: is ready\n.*good pods: 1 of 1 pods ready\n.*model\.pkl has 7 bytes\n.*good endpoint/,
    );
    expect(JSON.parse(outputs['evidence.json'] ?? '').models.anomaly).toHaveLength(4);
    expect(api.requests.every(({ method }) => method === 'GET')).toBe(true);
    expect(server.requests.map(({ body }) => String(body))).toEqual(['{"instances":[[0.5,0.6,0.4,100,80]]}']);
    expect(everything).not.toContain(token);
  });

  const { [`${services}/anomaly`]: ready, ...withoutService } = good.objects;
  const withPods = (...all: readonly { readonly metadata: { readonly name: string } }[]) => ({
    objects: {
      [`${services}/anomaly`]: ready as object,
      ...Object.fromEntries(all.map((each) => [`${pods}/${each.metadata.name}`, each])),
    },
  });
  const withService = (object: object) => ({ objects: { ...good.objects, [`${services}/anomaly`]: object } });
  const crashed = {
    ...pod('new', 'False'),
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'False' }],
      containerStatuses: [
        {
          name: 'kserve-container',
          ready: false,
          restartCount: 4,
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } },
        },
      ],
    },
  };

  it.each<[string, World, RegExp]>([
    ['there is no service', { objects: withoutService }, /service: there is no InferenceService/],
    ['the service is not ready', withService(service('False')), /service: is not ready: Because/],
    ['nobody says that it is ready', withService(service('True', { status: {} })), /service: is not ready/],
    [
      'it was ready before it was changed',
      withService(service('True', { metadata: { name: 'anomaly', generation: 4 } })),
      /service: was ready at generation 3, and is at 4/,
    ],
    ['it has no pods', withPods(), /pods: 0 of 0 pods ready/],
    [
      'its only pod is on its way out',
      withPods(pod('old', 'True', { deletionTimestamp: '2030-01-01T00:00:00Z' })),
      /pods: 0 of 0/,
    ],
    [
      'its pod was killed for its memory',
      withPods(crashed),
      /pods: 0 of 1 pods ready; new\/kserve-container: .*OOMKilled/,
    ],
    ['one of two pods crashes', withPods(pod('good', 'True'), crashed), /pods: 1 of 2 pods ready; new/],
    ['the file is not there', { files: {} }, /file: .*can't be read: ENOENT/],
    ['the file is empty', { files: { 'anomaly/7/model.pkl': '' } }, /file: .*is empty/],
    ['there are two files', { files: { ...good.files, 'anomaly/7/b.pkl': 'b' } }, /file: .*2 models/],
    ['the folder has no model', { files: { 'anomaly/7/notes.txt': 'b' } }, /file: .*has no model/],
    [
      'it is served from elsewhere',
      withService(service('True', { spec: { predictor: { model: { storageUri: 's3://models/anomaly/7' } } } })),
      /file: s3:\/\/models\/anomaly\/7 is not on claim model-storage-pvc/,
    ],
    [
      'its address leads out of the claim',
      withService(
        service('True', { spec: { predictor: { model: { storageUri: 'pvc://model-storage-pvc/../etc' } } } }),
      ),
      /file: .*is not on claim/,
    ],
    ['it answers 500', { answer: text('boom', { status: 500 }) }, /endpoint: .*answered 500: boom/],
    ['it answers 404', { answer: json({ error: 'no such model' }, { status: 404 }) }, /endpoint: .*answered 404/],
    [
      'it answers with a page',
      { answer: text('<html>', { headers: { 'content-type': 'text/html' } }) },
      /endpoint: .*web page/,
    ],
    ['it answers with another number of predictions', { answer: json({ predictions: [] }) }, /endpoint: .*predictions/],
    [
      'it answers what no contract says',
      { answer: json({ predictions: [0.3] }) },
      /endpoint: .*predictions\.?\[?0\]? is 0\.3/,
    ],
    ['it does not answer', { answer: reset() }, /endpoint: POST /],
  ])('fails a model where %s', async (_, world, reason) => {
    const { exit, outputs } = await validate(world);
    expect({ exit, ...outputs }).toMatchObject({ exit: 0, verdict: 'fail', reason: expect.stringMatching(reason) });
  });

  it('names everything that is bad, not only the first', async () => {
    const { outputs } = await validate({
      ...withService(service('False')),
      files: {},
      answer: text('', { status: 503 }),
    });
    expect(outputs.reason).toMatch(/service: .*; anomaly: file: .*; anomaly: endpoint: /);
  });

  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['of no models', { MODELS: '[]' }, /MODELS: expected a list/],
    ['of a model without anything', { MODELS: '[{}]' }, /MODELS: 0: name: .*; 0: namespace: .*; 0: url: .*; 0: path:/],
    ['of no claim', { CLAIM: '', MODELS_FOLDER: 'x' }, /CLAIM: is not set; MODELS_FOLDER:/],
  ])('has no verdict %s', async (_, more, reason) => {
    const { exit, outputs } = await validate({}, more);
    expect({ exit, ...outputs }).toMatchObject({ exit: 1, verdict: 'error', reason: expect.stringMatching(reason) });
  });

  it('has no verdict where it may not look', async () => {
    const forbidden = json({ kind: 'Status', message: 'forbidden' }, { status: 403 });
    const { exit, outputs } = await validate({ on: [services, forbidden] });
    expect({ exit, ...outputs }).toMatchObject({ exit: 1, verdict: 'error', reason: expect.stringMatching(/lacks/) });
  });
});
