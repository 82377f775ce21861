import { describe, expect, it } from 'vitest';
import { after, endless, inTurn, json, jsonText, never, type Reply, raw, reset, text, trickle } from '../candidate';
import { done, plan, poll, state, token, train, trained } from './trained';

const page = text('<!doctype html><title>Sign in</title>', { headers: { 'content-type': 'text/html' } });
const moved = text('', { status: 302, headers: { location: 'https://u:p@login.example.com/?t=geheim' } });
const busy = text('busy', { status: 503 });
const cut = raw('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{"results":');

type Row = readonly [string, Reply, string, RegExp];

describe('train-http starts training once, and', () => {
  it.each<Row>([
    ['an answer in HTML', page, 'error', /POST \/train, answered 200 with a web page where JSON is due/],
    ['a login page', moved, 'failed', /redirects \(302\) to https:\/\/login\.example\.com\/, which is not followed/],
    ['a token that is not taken', text('no', { status: 401 }), 'failed', /401: no: the token is not the one/],
    [
      'a body that is not understood',
      json({ detail: 'n_samples' }, { status: 422 }),
      'failed',
      /answered 422: .*n_samples/,
    ],
    ['no such path', text('Not Found', { status: 404 }), 'failed', /POST \/train, answered 404/],
    ['trouble of its own', text('Traceback', { status: 500 }), 'failed', /answered 500: Traceback/],
    ['a status that nobody waits for', json(trained, { status: 204 }), 'failed', /answered 204/],
    ['an answer that is cut off', cut, 'unclear', /closed after 11 of 900 bytes.*may have been carried out/],
    ['a reset', reset(), 'unclear', /may have been carried out: training may go on, and is not started again/],
    ['a reset in the answer', reset('HTTP/1.1 200 OK\r\n'), 'unclear', /may have been carried out/],
    ['no answer', never, 'unclear', /longer than 1 s; it may have been carried out/],
    ['a byte now and then', trickle(50), 'unclear', /longer than 1 s; it may have been carried out/],
    ['an answer without end', endless(), 'unclear', /larger than 4194304 bytes; it may have been/],
    ['a gateway that gave up', text('late', { status: 504 }), 'unclear', /status 504; it may have been/],
    ['no HTTP', raw('SSH-2.0-OpenSSH_9.6\r\n'), 'unclear', /not valid HTTP/],
    ['JSON that is cut', jsonText('{"results": {"ls'), 'error', /answered 200 with text where JSON is due/],
    ['NaN', jsonText('{"results": NaN}'), 'error', /with text where JSON is due/],
    ['nothing', text(''), 'incomplete', /nothing at models\.lstm\.trained, where true is due/],
    ['a list', json([]), 'incomplete', /nothing at models\.lstm\.trained, where true is due/],
    ['null', json(null), 'incomplete', /nothing at models\.lstm\.trained, where true is due/],
    [
      'a word instead of a truth',
      json({ ...trained, models: { lstm: { trained: 1 } } }),
      'incomplete',
      /trained is "1", not true/,
    ],
    [
      'a run that is no text',
      json({ ...trained, results: { lstm: { run_id: 7 } } }),
      'incomplete',
      /has "7" at results\.lstm\.run_id, no id of a run/,
    ],
    [
      'a run called none',
      json({ ...trained, results: { lstm: { run_id: 'none' } } }),
      'incomplete',
      /has "none" at results\.lstm\.run_id, no id of a run/,
    ],
    [
      'a run with a query in it',
      json({ ...trained, results: { lstm: { run_id: 'r1&x={{workflow.name}}' } } }),
      'incomplete',
      /has "r1&x=\(\(workflow\.name\)\)" at results\.lstm\.run_id, no id/,
    ],
  ])('ends red after %s', async (_, reply, outcome, why) => {
    const run = await train({ '/train': reply });
    expect(run).toMatchObject({ exit: 1, outputs: { outcome }, stderr: '' });
    expect(run.outputs.lstm ?? 'none').toBe('none');
    expect(run.outputs.reason).toMatch(why);
    expect(run.started).toBe(1);
    expect(run.everything).not.toContain(token);
    expect(run.everything).not.toMatch(/geheim|\{\{/);
  });

  it('hands on the run where all is well', async () => {
    const run = await train({ '/train': json(trained) });
    expect(run).toMatchObject({ exit: 0, outputs: { outcome: 'trained', lstm: 'r1', report: 'lstm=r1' } });
    const [posted] = run.server.requests.filter(({ path }) => path === '/train');
    expect(posted).toMatchObject({ method: 'POST', headers: { authorization: `Bearer ${token}` } });
    expect(JSON.parse(posted?.body.toString() ?? '')).toEqual({ models: ['lstm'] });
    const [tagged] = run.server.requests.filter(({ path }) => path.endsWith('/set-tag'));
    expect(JSON.parse(tagged?.body.toString() ?? '')).toEqual({
      run_id: 'r1',
      key: 'pipeline.run',
      value: 'train-models-x7',
    });
    expect(run.everything).not.toContain(token);
  });

  it('takes an answer that comes late, but in its time', async () => {
    const slow = { ...plan, start: { ...plan.start, timeoutSeconds: 4 } };
    expect(await train({ '/train': after(1500, json(trained)) }, slow)).toMatchObject({ exit: 0 });
  });

  it('asks again where nothing was begun: overload, and nobody there', async () => {
    const run = await train({ '/train': inTurn(busy, text('', { status: 429 }), json(trained)) });
    expect(run).toMatchObject({ exit: 0, started: 3, outputs: { lstm: 'r1' } });
    const away = await train({}, {}, { TRAINING_URL: 'http://127.0.0.1:9', DEADLINE_SECONDS: '1' });
    expect(away).toMatchObject({ exit: 1, outputs: { outcome: 'error' } });
    expect(away.outputs.reason).toMatch(/POST http:\/\/127\.0\.0\.1:9\/train: connection refused$/);
    const nowhere = await train({}, {}, { TRAINING_URL: 'http://nowhere.invalid', DEADLINE_SECONDS: '1' });
    expect(nowhere.outputs).toMatchObject({ outcome: 'error', reason: expect.stringMatching(/host name .*[^;]$/) });
    expect(nowhere.outputs.reason).not.toContain('may have been carried out');
  });

  it('sends it again with the same key where the API knows a request that comes twice', async () => {
    const start = { ...plan.start, idempotencyHeader: 'Idempotency-Key' };
    const run = await train({ '/train': inTurn(reset(), busy, json(trained)) }, { start });
    expect(run).toMatchObject({ exit: 0, started: 3, outputs: { lstm: 'r1' } });
    const posted = run.server.requests.filter(({ path }) => path === '/train');
    const keys = posted.map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    const other = await train({ '/train': json(trained) }, { start }, { PIPELINE_RUN: 'train-models-x8' });
    expect(other.server.requests.find(({ path }) => path === '/train')?.headers['idempotency-key']).not.toBe(keys[0]);
  });

  it('leaves error behind when its pod is killed, and nothing half', async () => {
    const kill = { signal: 'SIGKILL', when: /training is started/ } as const;
    const run = await train(
      { '/train': json({ job: { id: 7 } }), '/jobs/7': state('running') },
      { poll },
      {},
      { kill },
    );
    expect(run.outputs.outcome).toBe('error');
    expect(Object.keys(run.outputs).filter((file) => file.endsWith('.part'))).toEqual([]);
  });
});

describe('train-http asks until training is done, and', () => {
  const begun = json({ job: { id: 'j-7' } }, { status: 202 });
  const asked = (reply: Reply, environment = {}, start: Reply = begun) =>
    train({ '/train': start, '/jobs/j-7': reply }, { poll }, environment);

  it('waits through states and short outages', async () => {
    const run = await asked(inTurn(state('queued'), state('running'), busy, reset(), state('running'), done));
    expect(run).toMatchObject({ exit: 0, started: 1, outputs: { outcome: 'trained', lstm: 'r1' } });
  });

  it.each<Row>([
    [
      'a word that nobody expects',
      state('paused'),
      'error',
      /job\.state is "paused", expected one of queued, running, succ/,
    ],
    ['a word in another case', state('SUCCEEDED'), 'error', /job\.state is "SUCCEEDED", expected one of/],
    [
      'no word',
      json({ job: {} }),
      'error',
      /GET \/jobs\/j-7 has nothing at job\.state, where one of these words is due/,
    ],
    ['a state that is an object', state({ code: 1 }), 'error', /job\.state is an object, expected one of/],
    ['a list', json([]), 'error', /nothing at job\.state/],
    ['a failure', state('failed'), 'failed', /says that training failed: job\.state is "failed"/],
    ['a cancellation', state('cancelled'), 'failed', /job\.state is "cancelled"/],
    ['a job that is gone', text('gone', { status: 404 }), 'error', /GET \/jobs\/j-7, answered 404: gone/],
    ['a page', page, 'error', /answered 200 with a web page where JSON is due/],
    ['a login page', moved, 'error', /redirects \(302\) to https:\/\/login\.example\.com\//],
    ['JSON that is cut', jsonText('{"job": {"sta'), 'error', /with text where JSON is due/],
    ['500 for long', text('down', { status: 500 }), 'error', /answered 500: down; so it is for \d+ s/],
    ['a token that expired', text('', { status: 401 }), 'error', /401: the token is not the one that it has/],
  ])('ends red after %s', async (_, reply, outcome, why) => {
    const run = await asked(inTurn(state('running'), reply));
    expect(run).toMatchObject({ exit: 1, started: 1, outputs: { outcome }, stderr: '' });
    expect(run.outputs.reason).toMatch(why);
    expect(run.outputs.lstm ?? 'none').toBe('none');
    expect(run.everything).not.toContain(token);
  });

  it('ends red where it is still running at the deadline', async () => {
    const run = await asked(state('running'), { DEADLINE_SECONDS: '1' });
    expect(run).toMatchObject({ exit: 1, outputs: { outcome: 'error' } });
    expect(run.outputs.reason).toBe('training is not done at the deadline: job.state is "running"');
  });

  it.each<readonly [string, unknown, RegExp]>([
    ['none', {}, /the answer to the start has nothing at job\.id, where a name for .* is due/],
    ['a path', { job: { id: '../../admin' } }, /has "\.\.\/\.\.\/admin" at job\.id/],
    ['two dots', { job: { id: '..' } }, /has "\.\." at job\.id/],
    ['a query', { job: { id: 'a?b=c' } }, /has "a\?b=c" at job\.id/],
    ['a fraction', { job: { id: 1.5 } }, /has "1\.5" at job\.id/],
    ['an object', { job: { id: {} } }, /has an object at job\.id/],
  ])('asks nobody for a job whose name is %s', async (_, answer, why) => {
    const run = await asked(done, {}, json(answer));
    expect(run).toMatchObject({ exit: 1, outputs: { outcome: 'error' } });
    expect(run.outputs.reason).toMatch(why);
    expect(run.server.requests.filter(({ path }) => !path.startsWith('/api/2.0/'))).toHaveLength(1);
  });
});

describe('train-http asks what became of the models, and', () => {
  it.each<Row>([
    ['a page', page, 'error', /GET \/status, answered 200 with a web page/],
    ['no such path', text('', { status: 404 }), 'error', /GET \/status, answered 404/],
    [
      'a model that is not there',
      json({ models: {} }),
      'incomplete',
      /nothing at models\.lstm\.trained, where true is due/,
    ],
    [
      'one that was not trained',
      json({ models: { lstm: { trained: false } } }),
      'incomplete',
      /trained is "false", not true/,
    ],
    [
      'one that inherits it',
      jsonText('{"models":{"__proto__":{"lstm":{"trained":true}}}}'),
      'incomplete',
      /nothing at/,
    ],
  ])('ends red after %s', async (_, reply, outcome, why) => {
    const run = await train({ '/train': json(trained), '/status': reply }, { statusPath: '/status' });
    expect(run).toMatchObject({ exit: 1, outputs: { outcome } });
    expect(run.outputs.reason).toMatch(why);
  });

  it('reads lists of names, too', async () => {
    const models = [{ ...plan.models[0], status: { at: 'trained_models', has: 'lstm' } }];
    const listed = (names: unknown) => train({ '/train': json({ ...trained, trained_models: names }) }, { models });
    expect(await listed(['lstm', 'forest'])).toMatchObject({ exit: 0 });
    expect(await listed({ lstm: {} })).toMatchObject({ exit: 0 });
    expect((await listed(['forest'])).outputs.reason).toContain('the list at trained_models has no lstm');
    expect((await listed('lstm')).outputs.reason).toContain('where a list or an object is due');
  });
});
