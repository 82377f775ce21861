import { describe, expect, it } from 'vitest';
import { candidate, json, type Reply, text } from '../candidate';
import { runProgram } from '../run-program';

const token = 'tok-"4711"-geheim/+=';
const password = 'pass:word-8';
const basic = `Basic ${Buffer.from(`robot:${password}`).toString('base64')}`;

/** Tells back what it was sent, in the ways debugging servers do. */
const echoes: Readonly<Record<string, (secret: string) => Reply>> = {
  'as plain text': (secret) => text(`you sent ${secret}`, { status: 401 }),
  'as JSON': (secret) => json({ headers: { authorization: secret } }, { status: 401 }),
  'as a field that does not fit': (secret) => json({ prediction: secret }),
  'as a long field that gets cut': (secret) => json({ prediction: `${'x'.repeat(50)}${secret}` }),
  'at the edge of what is shown of a body': (secret) => text(`${'x'.repeat(110)}${secret}`, { status: 500 }),
  'as a content type': (secret) => text('{}', { headers: { 'content-type': secret } }),
  'as a redirect': (secret) => text('', { status: 302, headers: { location: `/login/${encodeURIComponent(secret)}` } }),
};

const secrets: readonly [value: string, parts: readonly string[]][] = [
  [`Bearer ${token}`, [token]],
  [basic, [basic.slice('Basic '.length), password]],
];

describe.concurrent('no output of check-http contains a secret header', () => {
  const rows = secrets.flatMap(([value, parts]) =>
    [value, ...parts].flatMap((echoed) => Object.keys(echoes).map((way) => [echoed, way, value] as const)),
  );
  it.each(rows)('when the candidate echoes %j %s', async (echoed, way, value) => {
    const echo = echoes[way]?.(echoed) ?? text('');
    const server = await candidate({ '/version': json({ version: '1.0.1' }), '/predict': echo });
    const { outputs, everything } = await runProgram('check-http', {
      URL: server.url,
      DEADLINE_SECONDS: '20',
      VERSION_PATH: '/version',
      VERSION_FIELD: 'version',
      EXPECTED_VERSION: '1.0.1',
      REQUEST_PATH: '/predict',
      EXPECT: '{"status":200,"contentType":"application/json","json":{"prediction":{"type":"number"}}}',
      HEADERS: '{"authorization":{"env":"API_TOKEN"}}',
      API_TOKEN: value,
    });
    await server.close();
    expect(outputs.verdict).toBe('fail');
    expect(everything).toContain('[hidden]');
    expect(everything).not.toMatch(/tok-|geheim|pass(:|%3A)wo/);
    expect(everything).not.toContain(basic.slice('Basic '.length));
  });

  it('when the version path echoes it', async () => {
    const server = await candidate({
      '/version': (response, _, request) => response.end(request.headers.authorization),
    });
    const { outputs, everything } = await runProgram('check-http', {
      URL: server.url,
      DEADLINE_SECONDS: '0.5',
      POLL_SECONDS: '0.05',
      VERSION_PATH: '/version',
      EXPECTED_VERSION: '1.0.1',
      REQUEST_PATH: '/predict',
      EXPECT: '{"status":200}',
      HEADERS: '{"authorization":{"env":"API_TOKEN"}}',
      API_TOKEN: token,
    });
    await server.close();
    expect(outputs.reason).toMatch(/found \[hidden\]/);
    expect(everything).not.toContain('4711');
  });
});
