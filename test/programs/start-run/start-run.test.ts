import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json } from '../candidate';
import { type FakeApi, fakeApi } from '../kubernetes/fake-api';
import { type Run, runProgram } from '../run-program';

const path = '/apis/tekton.dev/v1/namespaces/mlops/pipelineruns';
const run = {
  apiVersion: 'tekton.dev/v1',
  kind: 'PipelineRun',
  metadata: { generateName: 'it-' },
  spec: { pipelineRef: { name: 'it' } },
};
const live = (name: string, status: unknown, pipeline = 'it') => ({
  metadata: { name },
  spec: { pipelineRef: { name: pipeline } },
  ...(status === undefined ? {} : { status: { conditions: [{ type: 'Succeeded', status }] } }),
});

let api: FakeApi;
let folder = '';
beforeEach(async () => {
  api = await fakeApi({});
  folder = mkdtempSync(join(tmpdir(), 'run-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await api.close();
});

/** Answers the list of runs, and what is created. */
function answers(items: readonly object[], created: { readonly status?: number } = {}): void {
  api.on(path, (response, count, request, body) => {
    const reply =
      request.method === 'POST'
        ? json(JSON.parse(body.toString()), { status: 201, ...created })
        : json({ metadata: {}, items });
    reply(response, count, request, body);
  });
}

const start = (text = JSON.stringify(run)): Promise<Run> => {
  writeFileSync(join(folder, 'run.json'), text);
  const environment = { RUN_FILE: join(folder, 'run.json'), RUN_NAME: 'nightly-29384720', DEADLINE_SECONDS: '5' };
  return runProgram('start-run', { ...api.environment, ...environment });
};
const created = () =>
  api.requests.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(String(body)));

describe('start-run', () => {
  it.each([
    ['there is no other run', []],
    ['all others have ended', [live('a', 'True'), live('b', 'False')]],
    ['runs of other pipelines go on', [live('a', 'Unknown', 'other')]],
  ])('creates a run, named after its start, when %s', async (_, items) => {
    answers(items);
    expect(await start()).toMatchObject({
      exit: 0,
      outputs: { outcome: 'started', reason: 'nightly-29384720 is started' },
    });
    expect(created()).toEqual([{ ...run, metadata: { name: 'nightly-29384720' } }]);
  });

  it.each([
    ['goes on', live('before', 'Unknown')],
    ['was not looked at yet', live('before', undefined)],
  ])('creates none while one %s', async (_, item) => {
    answers([item]);
    expect(await start()).toMatchObject({
      exit: 0,
      outputs: { outcome: 'running', reason: 'before of it has not ended yet' },
    });
    expect(created()).toEqual([]);
  });

  it('creates no second run when its pod is repeated', async () => {
    answers([live('nightly-29384720', 'Unknown')]);
    expect(await start()).toMatchObject({
      exit: 0,
      outputs: { outcome: 'started', reason: 'nightly-29384720 was started before' },
    });
    expect(created()).toEqual([]);
  });

  it('takes a run that is there already for its own', async () => {
    answers([], { status: 409 });
    expect(await start()).toMatchObject({ exit: 0, outputs: { outcome: 'started' } });
  });

  describe('tidies up', () => {
    const long = '2026-01-01T00:00:00Z';
    const ended = (name: string, completionTime: unknown, pipeline = 'it') => ({
      metadata: { name, uid: `of-${name}` },
      spec: { pipelineRef: { name: pipeline } },
      status: { completionTime, conditions: [{ type: 'Succeeded', status: 'True' }] },
    });
    const items = [
      ended('old', long),
      ended('young', new Date().toISOString()),
      ended('odd', undefined),
      ended('other', long, 'other'),
    ];
    const deleted = () =>
      api.requests
        .filter(({ method }) => method === 'DELETE')
        .map(({ path, body }) => [path, JSON.parse(String(body))]);

    it('runs of its pipeline that ended a week ago, and only the very ones that it looked at', async () => {
      answers(items);
      expect(await start()).toMatchObject({
        exit: 0,
        outputs: { outcome: 'started', reason: 'nightly-29384720 is started; 1 old runs deleted' },
      });
      expect(deleted()).toEqual([[`${path}/old`, expect.objectContaining({ preconditions: { uid: 'of-old' } })]]);
    });

    it('not before it has started its run, and starts that also where it may not delete', async () => {
      answers(items);
      api.on(`${path}/old`, json({ message: 'forbidden' }, { status: 403 }));
      expect(await start()).toMatchObject({
        exit: 0,
        outputs: {
          outcome: 'started',
          reason: expect.stringMatching(/is started; old runs stay: .* refused: forbidden/),
        },
      });
      expect(created()).toHaveLength(1);
    });

    it('nothing while a run goes on', async () => {
      answers([...items, live('before', 'Unknown')]);
      expect(await start()).toMatchObject({ exit: 0, outputs: { outcome: 'running' } });
      expect(deleted()).toEqual([]);
    });
  });

  it.each([
    ['Tekton is not there', 404, '{"message":"not served"}'],
    ['it may not list runs', 403, '{"message":"forbidden"}'],
  ])('ends red when %s', async (_, status, message) => {
    api.on(path, json(JSON.parse(message), { status }));
    expect(await start()).toMatchObject({ exit: 1, outputs: { outcome: 'error' } });
  });

  it.each([['{'], ['[]'], ['{"kind":"PipelineRun","spec":{}}']])('ends red for the run %s', async (text) => {
    expect(await start(text)).toMatchObject({
      exit: 1,
      stderr: '',
      outputs: { outcome: 'error', reason: expect.stringMatching(/run.json/) },
    });
    expect(api.requests).toEqual([]);
  });
});
