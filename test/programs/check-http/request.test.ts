import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Candidate, candidate, json, type Reply } from '../candidate';
import { type Run, runProgram } from '../run-program';

const bytes = Buffer.from([0xff, 0xd8, 0x00, 0x0d, 0x0a, 0x2d, 0x2d]);
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'samples-'));
  writeFileSync(join(folder, 'food é.jpg'), bytes);
});
afterAll(() => rmSync(folder, { recursive: true }));

const version = json({ version: '1.0.1' });

async function send(
  environment: Readonly<Record<string, string>>,
  replies: Readonly<Record<string, Reply>> = { '/version': version, '/predict': json({ ok: true }) },
  base = '',
): Promise<Run & { requests: Candidate['requests'] }> {
  const server = await candidate(replies);
  try {
    const run = await runProgram('check-http', {
      URL: server.url + base,
      DEADLINE_SECONDS: '20',
      POLL_SECONDS: '0.05',
      VERSION_PATH: '/version',
      VERSION_FIELD: 'version',
      EXPECTED_VERSION: '1.0.1',
      REQUEST_PATH: '/predict',
      EXPECT: '{"status":200,"json":{"ok":{"type":"boolean","equals":true}}}',
      ...environment,
    });
    return { ...run, requests: server.requests };
  } finally {
    await server.close();
  }
}

describe.concurrent('check-http', () => {
  it('asks for the version, sends the sample, and asks for the version again', async () => {
    const { requests } = await send({});
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /version',
      'GET /predict',
      'GET /version',
    ]);
  });

  it('opens a connection of its own for every request, so that none sticks to one pod', async () => {
    const { requests } = await send({ SAMPLES: '3' });
    expect(requests).toHaveLength(5);
    expect(requests.map(({ headers }) => headers.connection)).toEqual(Array(5).fill('close'));
  });

  it('posts the bytes of the sample with its content type', async () => {
    const { requests, outputs } = await send({
      SAMPLE_FILE: join(folder, 'food é.jpg'),
      SAMPLE_CONTENT_TYPE: 'image/jpeg',
    });
    expect(requests[1]).toMatchObject({ method: 'POST', headers: { 'content-type': 'image/jpeg' }, body: bytes });
    expect(JSON.parse(outputs['evidence.json'] ?? '')).toMatchObject({
      request: { sample: { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') } },
    });
  });

  it.each([
    ['', 'food _.jpg'],
    ['dinner.jpg', 'dinner.jpg'],
  ])('posts the sample as a form with the file name %j', async (given, filename) => {
    const { requests } = await send({
      SAMPLE_FILE: join(folder, 'food é.jpg'),
      SAMPLE_CONTENT_TYPE: 'image/jpeg',
      SAMPLE_FIELD: 'image',
      SAMPLE_FILENAME: given,
    });
    const request = requests[1];
    const form = await new Response(new Uint8Array(request?.body ?? []), {
      headers: { 'content-type': request?.headers['content-type'] ?? '' },
    }).formData();
    const file = form.get('image');
    expect(file).toMatchObject({ name: filename, type: 'image/jpeg' });
    expect(Buffer.from(await (file as File).arrayBuffer())).toEqual(bytes);
  });

  it('sends the same bytes for the same sample', async () => {
    const form = { SAMPLE_FILE: join(folder, 'food é.jpg'), SAMPLE_FIELD: 'image', SAMPLES: '2' };
    const { requests } = await send(form);
    expect(requests[1]).toEqual(requests[2]);
  });

  it('uses the method it is told', async () => {
    const { requests } = await send({ METHOD: 'PUT', SAMPLE_FILE: join(folder, 'food é.jpg') });
    expect(requests[1]?.method).toBe('PUT');
  });

  it('sends the headers with both questions, those from a Secret too', async () => {
    const { requests, outputs } = await send({
      HEADERS: '{"Host":"food.example","authorization":{"env":"API_TOKEN"}}',
      API_TOKEN: 'Bearer abc.def',
    });
    expect(outputs.verdict).toBe('pass');
    const sent = { host: 'food.example', authorization: 'Bearer abc.def' };
    for (const { headers } of requests) expect(headers).toMatchObject(sent);
  });

  it.each(['/models/food', '/models/food/'])('appends both paths to the base path %s', async (base) => {
    const replies = { '/models/food/version': version, '/models/food/predict?top=1': json({ ok: true }) };
    const { outputs } = await send({ REQUEST_PATH: '/predict?top=1' }, replies, base);
    expect(outputs.verdict).toBe('pass');
  });

  it('does not follow a redirect, so no header leaves for another host', async () => {
    const elsewhere = await candidate({ '/login': json({ ok: true }) });
    const redirect: Reply = (response) => response.writeHead(307, { location: `${elsewhere.url}/login` }).end();
    const { outputs } = await send({}, { '/version': version, '/predict': redirect });
    await elsewhere.close();
    expect(outputs.verdict).toBe('fail');
    expect(elsewhere.requests).toEqual([]);
  });

  it('goes past a proxy that the environment names', async () => {
    const { outputs } = await send({ HTTP_PROXY: 'http://127.0.0.1:1', http_proxy: 'http://127.0.0.1:1' });
    expect(outputs.verdict).toBe('pass');
  });

  it('leaves evidence of what was asked, seen and measured, when, and how fast', async () => {
    const { outputs } = await send({ SAMPLES: '2' });
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(JSON.parse(outputs['evidence.json'] ?? '')).toEqual({
      program: 'check-http',
      verdict: 'pass',
      reason: outputs.reason,
      startedAt: time,
      finishedAt: time,
      version: {
        url: expect.stringMatching(/\/version$/),
        expected: '1.0.1',
        asked: 2,
        seen: ['version 1.0.1'],
        provenAt: time,
        provenAgainAt: time,
      },
      request: { method: 'GET', url: expect.stringMatching(/\/predict$/), headers: [] },
      samples: [1, 2].map((sample) => ({
        sample,
        attempts: 1,
        status: 200,
        contentType: 'application/json',
        bytes: 11,
        latencyMs: expect.any(Number),
        misfits: [],
        ...(sample === 1 ? { body: '("ok":true)' } : {}),
      })),
    });
  });
});
