import { afterEach, describe, expect, it } from 'vitest';
import { deleteAlias, setAlias, versionByAlias } from '../../../src/programs/mlflow/alias';
import { readRun } from '../../../src/programs/mlflow/run';
import { setTag } from '../../../src/programs/mlflow/version-tags';
import { inTurn, json, type Reply, text } from '../candidate';
import { type Asked, refusal, tracking } from './tracking';

let asked: Asked | undefined;
afterEach(() => asked?.server.close());

const path = '/runs/get?run_id=r1';
const run = async (reply: Reply, headers = {}) => {
  asked = await tracking({ [path]: reply }, headers);
  return readRun(asked.api, 'r1');
};
const info = { run_id: 'r1', status: 'FINISHED', lifecycle_stage: 'active', artifact_uri: 's3://models/1' };
const web = (status: number): Reply =>
  text('<!doctype html><title>404 Not Found</title>', { status, headers: { 'content-type': 'text/html' } });

describe('what stands before MLflow is told apart', () => {
  it.each([
    [
      'a server that is called by a name it was not told of',
      text('Invalid Host header - possible DNS rebinding attack detected', { status: 403 }),
      {},
      /refuses requests for the host 127\.0\.0\.1:\d+: start it with --allowed-hosts 127\.0\.0\.1:\d+$/,
    ],
    ['an address that is not that of the API', web(404), {}, /is MLFLOW_TRACKING_URI the address below which/],
    [
      'a login page',
      text('', { status: 302, headers: { location: 'https://u:p@login.example.com/?token=geheim' } }),
      {},
      /redirects to https:\/\/login\.example\.com\/: is there a login page/,
    ],
    ['a login page without a redirect', web(200), {}, /answered 200 with a web page where JSON is due/],
    [
      'nobody being told who asks',
      text('You are not authenticated.', { status: 401 }),
      {},
      /set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, from a Secret/,
    ],
    [
      'wrong credentials',
      text('', { status: 401 }),
      { authorization: 'Basic eDp5' },
      /does not accept the credentials/,
    ],
    [
      'a permission that is missing',
      text('Permission denied', { status: 403 }),
      {},
      /does not allow that: Permission denied/,
    ],
    ['a server of something else', json({ hello: 'world' }, { status: 404 }), {}, /answered 404: \("hello":"world"\)/],
    ['a list', json([]), {}, /answered 200: \[\]/],
    ['nothing', text(''), {}, /answered 200 with nothing where JSON is due/],
    ['NaN', text('{"run":NaN}'), {}, /with text where JSON is due/],
    ['a refusal', refusal('INVALID_PARAMETER_VALUE', "Invalid run id: 'r1'"), {}, /said: Invalid run id: 'r1'$/],
  ] as const)('%s', async (_, reply, headers, message) => {
    await expect(run(reply, headers)).rejects.toThrow(message);
  });
});

describe('a run', () => {
  it('is nothing if there is none', async () => {
    expect(await run(refusal('RESOURCE_DOES_NOT_EXIST', 'Run with id=r1 not found', 404))).toBeUndefined();
  });

  it('has its last metrics, with what JSON has no words for', async () => {
    const metrics = Object.entries({
      accuracy: 0.93,
      zero: 0,
      nan: 'NaN',
      up: Number.MAX_VALUE,
      down: -Number.MAX_VALUE,
      text: 'Infinity',
    }).map(([key, value]) => ({ key, value, step: 1, timestamp: 1 }));
    const params = [{ key: '__proto__', value: '5' }];
    const found = await run(json({ run: { info, data: { metrics, params } } }));
    expect(Object.fromEntries(found?.metrics ?? [])).toEqual({
      accuracy: 0.93,
      zero: 0,
      nan: Number.NaN,
      up: Infinity,
      down: -Infinity,
      text: Infinity,
    });
    expect(found?.params.get('__proto__')).toBe('5');
  });

  it('may have logged nothing at all', async () => {
    const found = await run(json({ run: { info } }));
    expect([found?.metrics.size, found?.tags.size, found?.models]).toEqual([0, 0, []]);
  });

  it.each([
    ['without an id', { info: { ...info, run_id: undefined } }, /nothing where text is due: info\.run_id/],
    ['that is another', { info: { ...info, run_id: 'r2' } }, /asked for run r1 and answered with another/],
    [
      'with a metric that is text',
      { info, data: { metrics: [{ key: 'a', value: '0.9' }] } },
      /no number for metric "a"/,
    ],
    ['with a metric without value', { info, data: { metrics: [{ key: 'a' }] } }, /no number for metric "a"/],
    ['with metrics that are no list', { info, data: { metrics: {} } }, /a list is due: metrics/],
    [
      'with a tag that is a number',
      { info, data: { tags: [{ key: 'a', value: 5 }] } },
      /number where text is due: value/,
    ],
  ])('%s is refused', async (_, value, message) => {
    await expect(run(json({ run: value }))).rejects.toThrow(message);
  });
});

describe('an alias', () => {
  const at = '/registered-models/alias?name=fraud&alias=staging';
  const version = { name: 'fraud', version: '7', status: 'READY', run_id: 'r1' };

  it.each([
    ['names a version', json({ model_version: version }), '7'],
    ['is not there', refusal('INVALID_PARAMETER_VALUE', 'Registered model alias staging not found.'), undefined],
    ['is of a model that is not there', refusal('RESOURCE_DOES_NOT_EXIST', 'no', 404), undefined],
  ])('%s', async (_, reply, expected) => {
    asked = await tracking({ [at]: reply });
    expect((await versionByAlias(asked.api, 'fraud', 'staging'))?.version).toBe(expected);
  });

  it.each([
    ['another complaint', refusal('INVALID_PARAMETER_VALUE', 'Invalid alias name'), /said: Invalid alias name/],
    [
      'another model',
      json({ model_version: { ...version, name: 'other' } }),
      /something else than a version of model fraud/,
    ],
    [
      'a version that is a number',
      json({ model_version: { ...version, version: 7 } }),
      /number where text is due: version/,
    ],
    [
      'a version that is no number',
      json({ model_version: { ...version, version: '7; rm' } }),
      /something else than a version/,
    ],
    ['no version', json({}), /nothing where text is due: version/],
  ])('is not read from %s', async (_, reply, message) => {
    asked = await tracking({ [at]: reply });
    await expect(versionByAlias(asked.api, 'fraud', 'staging')).rejects.toThrow(message);
  });

  it('is written again when the database says that somebody else was faster', async () => {
    const collision = refusal('BAD_REQUEST', '(sqlite3.IntegrityError) UNIQUE constraint failed');
    const replies = {
      '/registered-models/alias': inTurn(collision, collision, json({})),
      '/model-versions/set-tag': collision,
    };
    asked = await tracking(replies, {}, 20);
    expect(await setAlias(asked.api, 'fraud', 'staging', '7')).toBe(true);
    await expect(setTag(asked.api, 'fraud', '7', 'a', 'b')).rejects.toThrow(/UNIQUE constraint failed/);
  });

  it('is not set to what is not there, and removed where there is none', async () => {
    asked = await tracking({ '/registered-models/alias': refusal('RESOURCE_DOES_NOT_EXIST', 'no', 404) });
    expect(await setAlias(asked.api, 'fraud', 'staging', '7')).toBe(false);
    expect(await deleteAlias(asked.api, 'fraud', 'staging')).toBe(false);
    expect(asked.server.requests.map(({ method, body }) => [method, JSON.parse(body.toString())])).toEqual([
      ['POST', { name: 'fraud', alias: 'staging', version: '7' }],
      ['DELETE', { name: 'fraud', alias: 'staging' }],
    ]);
  });
});
