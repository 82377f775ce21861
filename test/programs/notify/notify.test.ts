import { afterEach, describe, expect, it } from 'vitest';
import { type Candidate, candidate, inTurn, never, type Reply, raw, reset, text } from '../candidate';
import { type Run, runProgram } from '../run-program';

const path = '/services/T000/B000/s3cretTokenOfTheWebhook';
let server: Candidate;
afterEach(() => server.close());

async function told(reply: Reply, environment: Readonly<Record<string, string>> = {}): Promise<Run> {
  server = await candidate({ [path]: reply, '/elsewhere': text('ok') });
  return runProgram('notify', {
    WEBHOOK_URL: `${server.url}${path}`,
    OUTCOME: 'reverted',
    DEADLINE_SECONDS: '2',
    ...environment,
  });
}

const posted = (): unknown => JSON.parse(server.requests[0]?.body.toString() ?? '');

describe('notify', () => {
  it('tells what it was given, as JSON', async () => {
    const run = await told(text('ok'), {
      REASON: 'p95 2100 ms',
      APPLICATION: 'fraud',
      ENVIRONMENT: 'staging',
      MODEL_VERSION: '7',
      RUN: 'release-x7',
      LINK: 'https://argo.acme.dev',
    });
    expect(run).toMatchObject({ exit: 0, stderr: '', outputs: { outcome: 'sent' } });
    expect(posted()).toEqual({
      outcome: 'reverted',
      reason: 'p95 2100 ms',
      application: 'fraud',
      environment: 'staging',
      modelVersion: '7',
      run: 'release-x7',
      link: 'https://argo.acme.dev',
      time: expect.stringMatching(/^\d{4}-/),
    });
  });

  it('tells it to Slack in three lines, and nobody can be called by a reason', async () => {
    await told(text('ok'), {
      FORMAT: 'slack',
      REASON: '<!channel> & <https://evil|ok>',
      APPLICATION: 'fraud',
      ENVIRONMENT: 'staging',
      MODEL_VERSION: '7',
      HOSTNAME: 'release-x7-notify-1',
    });
    expect(posted()).toEqual({
      text: '*reverted*: fraud version 7 in staging\n&lt;!channel&gt; &amp; &lt;https://evil|ok&gt;\nrun release-x7-notify-1',
    });
  });

  it('sends the header it was given, and again after trouble', async () => {
    await told(inTurn(reset(), text('ok')), { AUTHORIZATION: 'Bearer t0ken-of-the-hook' });
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer t0ken-of-the-hook',
      'Bearer t0ken-of-the-hook',
    ]);
  });

  const refusals: readonly [when: string, reply: Reply, reason: RegExp][] = [
    ['is reset', reset(), /reset|closed/],
    ['never answers', never, /took longer/],
    ['answers with half a body', raw('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc'), /after 3 of 9 bytes/],
    ...[301, 400, 401, 403, 404, 409, 429, 500, 503].map(
      (status) =>
        [
          `answers ${status}`,
          text('no', { status, headers: { location: '/elsewhere' } }),
          new RegExp(`answered ${status}`),
        ] as const,
    ),
  ] as readonly [string, Reply, RegExp][];
  it.each(refusals)('says so, and stays green, when the webhook %s', async (_, reply, reason) => {
    const run = await told(reply, { AUTHORIZATION: 'Bearer t0ken-of-the-hook', DEADLINE_SECONDS: '1' });
    expect(run).toMatchObject({ exit: 0, stderr: '', outputs: { outcome: 'not-sent' } });
    expect(run.outputs.reason).toMatch(reason);
    expect(run.everything).not.toMatch(/s3cret|t0ken/);
    expect(server.requests.map((request) => request.path)).not.toContain('/elsewhere');
  });

  it.each([
    ['no address', { WEBHOOK_URL: '' }, /WEBHOOK_URL: is not set/],
    ['credentials in the address', { WEBHOOK_URL: 'https://user:hunter22@x/' }, /must not contain a user name/],
    ['another scheme', { WEBHOOK_URL: 'file:///etc/passwd' }, /begins with http/],
    ['no outcome', { OUTCOME: '' }, /OUTCOME: is not set/],
    ['an unknown format', { FORMAT: 'telegram' }, /FORMAT: expected slack, json/],
    ['a header of two lines', { AUTHORIZATION: 'a\nb: hunter22' }, /AUTHORIZATION: expected/],
  ])('does not end a run red over %s', async (_, environment, reason) => {
    const run = await told(text('ok'), environment);
    expect(run).toMatchObject({ exit: 0, stderr: '', outputs: { outcome: 'not-sent' } });
    expect(run.outputs.reason).toMatch(reason);
    expect(run.everything).not.toContain('hunter22');
  });

  it('cleans what it tells', async () => {
    await told(text('ok'), { REASON: `\u001b[31m{{workflow.name}}\n${'x'.repeat(9999)}`, OUTCOME: 'held\n' });
    expect(posted()).toMatchObject({
      outcome: 'held',
      reason: expect.stringMatching(/^\[31m\(\(workflow\.name\)\) x{400,}…$/),
    });
  });
});
