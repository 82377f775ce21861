import { afterEach, describe, expect, it } from 'vitest';
import { type Candidate, candidate, inTurn, never, type Reply, reset, text } from '../candidate';
import { type Run, runProgram } from '../run-program';

let server: Candidate;
afterEach(() => server.close());

const token = 't0ken-of-the-events';
const fields = [
  { name: 'modelVersion', kind: 'text' },
  { name: 'accuracy', kind: 'number' },
  { name: 'full', kind: 'boolean' },
];
const good = { FIELD_0: '7', FIELD_1: '0.93', FIELD_2: 'true' };

async function published(reply: Reply, environment: Readonly<Record<string, string>> = {}): Promise<Run> {
  server = await candidate({ '/model-selected': reply });
  return runProgram('publish-event', {
    EVENT_URL: `${server.url}/model-selected`,
    EVENT_TOKEN: token,
    EVENT_TYPE: 'model-selected',
    RUN: 'release-x7',
    FIELDS: JSON.stringify(fields),
    DEADLINE_SECONDS: '2',
    ...good,
    ...environment,
  });
}

const posted = (i = 0): { id: string } => JSON.parse(server.requests[i]?.body.toString() ?? '');

describe('publish-event', () => {
  it('posts what happened, as a CloudEvent with a token', async () => {
    const run = await published(text('success'));
    expect(posted()).toEqual({
      specversion: '1.0',
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      source: '/runs/release-x7',
      type: 'model-selected',
      datacontenttype: 'application/json',
      data: { modelVersion: '7', accuracy: 0.93, full: true },
    });
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${token}`,
      'content-type': 'application/cloudevents+json',
    });
    expect(run).toMatchObject({ exit: 0, outputs: { outcome: 'published', 'event-id': posted().id } });
  });

  it('uses the same id after trouble, and in a pod that replaces another', async () => {
    await published(inTurn(reset(), text('no', { status: 503 }), text('ok')));
    const ids = new Set(server.requests.map((_, i) => posted(i).id));
    expect(server.requests).toHaveLength(3);
    await server.close();
    await published(text('ok'));
    expect(new Set([...ids, posted().id]).size).toBe(1);
  });

  it('uses another id for another run, and for other values', async () => {
    const ids: string[] = [];
    const environments: readonly Readonly<Record<string, string>>[] = [{}, { RUN: 'release-x8' }, { FIELD_0: '8' }];
    for (const environment of environments) {
      await published(text('ok'), environment);
      ids.push(posted().id);
      await server.close();
    }
    expect(new Set(ids).size).toBe(3);
  });

  it.each<[string, Reply, RegExp]>([
    ['refuses its token', text('no', { status: 401 }), /answered 401, so the token is not the one/],
    ['does not know the path', text('no', { status: 404 }), /answered 404/],
    ['sends it elsewhere', text('', { status: 302, headers: { location: '/other' } }), /answered 302/],
    ['can not record it', text('no', { status: 500 }), /answered 500/],
  ])('ends red where the receiver %s', async (_, reply, reason) => {
    const run = await published(reply);
    expect(run).toMatchObject({ exit: 1, outputs: { outcome: 'not-published' } });
    expect(run.outputs.reason).toMatch(reason);
    expect(JSON.stringify(run)).not.toContain(token);
  });

  it('ends red where nobody answers until the deadline', async () => {
    const run = await published(never, { DEADLINE_SECONDS: '0.5' });
    expect(run).toMatchObject({ exit: 1, outputs: { outcome: 'error' } });
  });

  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['free text', { FIELD_0: '{{workflow.name}}' }, /modelVersion: expected at most 1000 letters/],
    ['text of two lines', { FIELD_0: '7\n8' }, /modelVersion: expected/],
    ['a number that is none', { FIELD_1: 'NaN' }, /accuracy: expected a number/],
    ['a truth that is none', { FIELD_2: 'yes' }, /full: expected a boolean/],
    ['several that are wrong', { FIELD_0: '$(id)', FIELD_1: '' }, /modelVersion: .*; accuracy: /],
    ['a short token', { EVENT_TOKEN: 'hunter2' }, /EVENT_TOKEN.*at least 16/],
    ['no fields', { FIELDS: '{}' }, /FIELDS.*list of fields/],
    ['a type that is none', { EVENT_TYPE: 'Model Selected' }, /EVENT_TYPE/],
  ])('posts nothing with %s', async (_, environment, reason) => {
    const run = await published(text('ok'), environment);
    expect(server.requests).toEqual([]);
    expect(run).toMatchObject({ exit: 1, outputs: { outcome: 'error' } });
    expect(run.outputs.reason).toMatch(reason);
    expect(JSON.stringify(run)).not.toContain(environment.EVENT_TOKEN ?? token);
  });
});
