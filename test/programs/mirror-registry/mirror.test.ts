import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDeadline } from '../../../src/programs/deadline';
import { type Mirrored, mirror } from '../../../src/programs/mirror-registry/mirror';
import { mlflowApi } from '../../../src/programs/mlflow/api';
import { openSession } from '../../../src/programs/session';
import { Trouble } from '../../../src/programs/trouble';
import { type Candidate, candidate, json, type Reply, text } from '../candidate';
import { places, put, unforeseen } from '../mutations';

const version = {
  name: 'fraud',
  version: '7',
  status: 'READY',
  run_id: 'r1',
  tags: [{ key: 'gate.staging', value: 'pass' }],
};
const absent = json(
  { error_code: 'INVALID_PARAMETER_VALUE', message: 'Registered model alias staging not found.' },
  { status: 400 },
);
const path = '/api/2.0/mlflow';

let server: Candidate;
let alias: Reply = absent;
let row: Reply = json({ model_version: version });
beforeAll(async () => {
  server = await candidate({
    [`${path}/registered-models/alias?name=fraud&alias=staging`]: (...request) => alias(...request),
    [`${path}/model-versions/get?name=fraud&version=7`]: (...request) => row(...request),
    [`${path}/registered-models/alias`]: json({}),
    [`${path}/model-versions/set-tag`]: json({}),
    [`${path}/model-versions/delete-tag`]: json({}),
  });
});
afterAll(() => server.close());

async function mirrored(wanted: Partial<Mirrored>, seconds = 0.3) {
  const session = openSession('mirror-registry', () => undefined);
  const deadline = startDeadline(seconds);
  const api = mlflowApi({ url: new URL(server.url), headers: {} }, { session, deadline });
  const read = async (): Promise<Mirrored> => ({ alias: 'staging', version: undefined, tags: [], ...wanted });
  return mirror({ api, model: 'fraud', deadline, session }, read).catch((problem: unknown) => {
    // Anything else would be told as unexpected, with words of the machine.
    expect(problem).toBeInstanceOf(Trouble);
    return { done: false };
  });
}

describe('whatever MLflow answers', () => {
  it('is done if it says what was wanted', async () => {
    alias = json({ model_version: version });
    const tags = [{ version: '7', tags: { 'gate.staging': 'pass' } }];
    expect(await mirrored({ version: '7', tags })).toMatchObject({ outcome: 'unchanged', done: true });
    alias = absent;
    expect(await mirrored({})).toMatchObject({ outcome: 'unchanged', done: true });
  });

  it('is not done unless it says exactly that, with the answer changed anywhere', async () => {
    const answer = { model_version: version };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places(answer)), unforeseen, fc.boolean(), async (at, value, ofTag) => {
        const changed = put(answer, at, value);
        const body = JSON.stringify(changed) ?? '';
        alias = ofTag ? json(answer) : text(body, { headers: { 'content-type': 'application/json' } });
        row = ofTag ? text(body, { headers: { 'content-type': 'application/json' } }) : json(answer);
        const wanted = { version: '7', tags: [{ version: '7', tags: { 'gate.staging': 'pass' } }] };
        if (!(await mirrored(wanted, 0.05)).done) return;
        const said = JSON.parse(body).model_version;
        expect([said.name, said.version]).toEqual(['fraud', '7']);
        if (ofTag) expect(said.tags.at(-1)).toMatchObject({ key: 'gate.staging', value: 'pass' });
      }),
      { numRuns: 150 },
    );
    row = json({ model_version: version });
  }, 120_000);

  it('does not take any answer but its own for "there is no alias"', async () => {
    for (const reply of [
      text('', { status: 404 }),
      text('<html>', { status: 404 }),
      json({}),
      json([]),
      text(''),
      json({}, { status: 400 }),
    ]) {
      alias = reply;
      expect((await mirrored({}, 0.1)).done).toBe(false);
    }
  });
});

it('writes tags before the alias: whoever is told of the alias finds them', async () => {
  const sent: string[] = [];
  let now = absent;
  alias = (...request) => now(...request);
  const before = server.requests.length;
  const done = mirrored(
    { version: '7', tags: [{ version: '7', tags: { 'rejected.staging': null, 'gate.staging': 'fail' } }] },
    1,
  );
  setTimeout(() => {
    now = json({ model_version: version });
    row = json({ model_version: { ...version, tags: [{ key: 'gate.staging', value: 'fail' }] } });
  }, 50);
  expect(await done).toMatchObject({ outcome: 'mirrored', done: true });
  for (const { method, path: asked } of server.requests.slice(before))
    if (method !== 'GET') sent.push(asked.slice(path.length));
  expect(sent.slice(0, 2)).toEqual(['/model-versions/set-tag', '/registered-models/alias']);
});
