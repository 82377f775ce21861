import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Candidate, candidate, json } from '../candidate';
import { runProgram } from '../run-program';

let server: Candidate;
let folder: string;

beforeAll(async () => {
  server = await candidate({ '/version': json({ version: '1.0.1' }), '/predict': json({ ok: true }) });
  folder = mkdtempSync(join(tmpdir(), 'samples-'));
  writeFileSync(join(folder, 'empty'), '');
  writeFileSync(join(folder, 'sample'), 'x');
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

function run(environment: Readonly<Record<string, string>>): ReturnType<typeof runProgram> {
  const filled = Object.entries({
    URL: server.url,
    DEADLINE_SECONDS: '20',
    VERSION_PATH: '/version',
    VERSION_FIELD: 'version',
    EXPECTED_VERSION: '1.0.1',
    REQUEST_PATH: '/predict',
    EXPECT: '{"status":200}',
    ...environment,
  }).map(([name, value]) => [name, value.replace('FOLDER', folder)]);
  return runProgram('check-http', Object.fromEntries(filled));
}

const rows: readonly [environment: Readonly<Record<string, string>>, reason: RegExp][] = [
  [{ URL: '' }, /URL: is not set/],
  [{ URL: 'staging' }, /URL: expected an absolute URL/],
  [{ URL: 'file:///etc/passwd' }, /URL: expected an absolute URL/],
  [{ URL: 'http://staging\n.example' }, /URL: expected an absolute URL/],
  [{ URL: 'http://user:hunter2222@staging' }, /URL: must not contain a user name or password/],
  [{ URL: 'http://user:hunter2222@sta ging' }, /URL: expected an absolute URL/],
  [{ URL: 'http://staging/?token=hunter2222' }, /URL: must not contain a query/],
  [{ URL: '{{workflow.parameters.url}}' }, /URL: expected an absolute URL/],
  [{ DEADLINE_SECONDS: '' }, /DEADLINE_SECONDS: is not set/],
  [{ DEADLINE_SECONDS: 'NaN' }, /DEADLINE_SECONDS: expected seconds from 0\.1 to 86400, found "NaN"/],
  [{ DEADLINE_SECONDS: 'Infinity' }, /DEADLINE_SECONDS/],
  [{ DEADLINE_SECONDS: '-1' }, /DEADLINE_SECONDS/],
  [{ DEADLINE_SECONDS: '0' }, /DEADLINE_SECONDS/],
  [{ DEADLINE_SECONDS: '1e3' }, /DEADLINE_SECONDS/],
  [{ DEADLINE_SECONDS: '5\n' }, /DEADLINE_SECONDS/],
  [{ DEADLINE_SECONDS: '{{inputs.parameters.d}}' }, /found "\(\(inputs\.parameters\.d\)\)"/],
  [{ POLL_SECONDS: '0' }, /POLL_SECONDS/],
  [{ REQUEST_TIMEOUT_SECONDS: '10 s' }, /REQUEST_TIMEOUT_SECONDS/],
  [{ VERSION_PATH: 'version' }, /VERSION_PATH: expected a path that begins with one slash/],
  [{ VERSION_PATH: '//elsewhere/version' }, /VERSION_PATH/],
  [{ VERSION_PATH: '/\\elsewhere' }, /VERSION_PATH/],
  [{ VERSION_PATH: '/version#x' }, /VERSION_PATH/],
  [{ VERSION_PATH: '/version\r\nx: y' }, /VERSION_PATH/],
  [{ VERSION_FIELD: 'a..b' }, /VERSION_FIELD/],
  [{ VERSION_FIELD: '$(ID)' }, /VERSION_FIELD: .*found "\$ \(ID\)"/],
  [{ EXPECTED_VERSION: '' }, /EXPECTED_VERSION: is not set/],
  [{ EXPECTED_VERSION: '1.0.1\n1.0.2' }, /EXPECTED_VERSION/],
  [{ EXPECTED_VERSION: '{{=1+1}}' }, /EXPECTED_VERSION/],
  [{ EXPECTED_VERSION: '.*' }, /EXPECTED_VERSION/],
  [{ REQUEST_PATH: '' }, /REQUEST_PATH: is not set/],
  [{ REQUEST_PATH: 'http://elsewhere/' }, /REQUEST_PATH/],
  [{ METHOD: 'get' }, /METHOD: expected GET, POST, PUT, PATCH, found "get"/],
  [{ METHOD: 'CONNECT' }, /METHOD/],
  [{ SAMPLES: '0' }, /SAMPLES/],
  [{ SAMPLES: '1.5' }, /SAMPLES/],
  [{ SEVERITY: 'none' }, /SEVERITY/],
  [{ SAMPLES: '999999999' }, /SAMPLES/],
  [{ HEADERS: 'authorization: hunter2222' }, /HEADERS: is not valid JSON/],
  [{ HEADERS: '[]' }, /HEADERS: expected an object/],
  [{ HEADERS: '{"a b":"x"}' }, /HEADERS: contains a name that is not a header/],
  [{ HEADERS: '{"__proto__":"x"}' }, /HEADERS: contains a name that is not a header/],
  [{ HEADERS: '{"x":"a\\r\\ny: z"}' }, /HEADERS: x contains characters/],
  [{ HEADERS: '{"Content-Length":"1"}' }, /HEADERS: content-length is set by the program/],
  [{ HEADERS: '{"x":"1","X":"2"}' }, /HEADERS: x is given twice/],
  [{ HEADERS: '{"x":7}' }, /HEADERS: x: expected text, or an object/],
  [{ HEADERS: '{"x":null}' }, /HEADERS: x: expected text, or an object/],
  [{ HEADERS: '{"x":{"env":"TOKEN","prefix":"Bearer"}}' }, /HEADERS: x: expected text, or an object/],
  [{ HEADERS: '{"x":{"env":"TOKEN"}}' }, /HEADERS: x: variable TOKEN is not set/],
  [{ HEADERS: '{"x":{"env":"TOKEN"}}', TOKEN: 'hunter2222\n' }, /variable TOKEN ends in a newline/],
  [{ HEADERS: '{"x":{"env":"TOKEN"}}', TOKEN: 'hunter2222é' }, /variable TOKEN contains characters/],
  [{ SAMPLE_FILE: 'FOLDER/missing' }, /SAMPLE_FILE: .*missing cannot be read \(ENOENT\)/],
  [{ SAMPLE_FILE: 'FOLDER/empty' }, /SAMPLE_FILE: .* is empty/],
  [{ SAMPLE_FILE: 'FOLDER' }, /SAMPLE_FILE: .* is not a file/],
  [{ SAMPLE_FILE: '/dev/zero' }, /SAMPLE_FILE: .* is not a file/],
  [{ SAMPLE_FILE: 'FOLDER/sample', METHOD: 'GET' }, /METHOD: GET cannot send SAMPLE_FILE/],
  [{ SAMPLE_FILE: 'FOLDER/sample', SAMPLE_FIELD: 'a"; x="' }, /SAMPLE_FIELD/],
  [{ SAMPLE_FILE: 'FOLDER/sample', SAMPLE_FIELD: 'a', SAMPLE_FILENAME: 'a\r\nb' }, /SAMPLE_FILENAME/],
  [{ SAMPLE_FILE: 'FOLDER/sample', SAMPLE_CONTENT_TYPE: 'image/jpeg\r\nx: y' }, /SAMPLE_CONTENT_TYPE/],
  [{ SAMPLE_FIELD: 'image' }, /SAMPLE_FIELD is set without SAMPLE_FILE/],
  [{ SAMPLE_CONTENT_TYPE: 'image/jpeg' }, /SAMPLE_CONTENT_TYPE is set without SAMPLE_FILE/],
  [{ SAMPLE_FILE: 'FOLDER/sample', SAMPLE_FILENAME: 'a.jpg' }, /SAMPLE_FILENAME is set without SAMPLE_FIELD/],
  [{ EXPECT: '' }, /EXPECT: is not set/],
  [{ EXPECT: '{"status":200' }, /EXPECT: is not valid JSON/],
  [{ EXPECT: '[]' }, /EXPECT: expected an object with a status/],
  [{ EXPECT: '{}' }, /EXPECT: status: expected an HTTP status/],
  [{ EXPECT: '{"status":"200"}' }, /EXPECT: status/],
  [{ EXPECT: '{"status":200,"jsn":{}}' }, /EXPECT: jsn: unknown/],
  [{ EXPECT: '{"status":200,"json":{}}' }, /EXPECT: json: names no field/],
  [{ EXPECT: `{"status":200,"json":${'{"a":'.repeat(9)}1${'}'.repeat(9)}}` }, /EXPECT: json\.a\.type: expected string/],
  [{ EXPECT: `{"status":200,"json":${'['.repeat(40_000)}${']'.repeat(40_000)}}` }, /EXPECT: json: expected shapes/],
  [
    { EXPECT: '{"status":200,"maxLatencyMs":20000}' },
    /EXPECT: maxLatencyMs is above REQUEST_TIMEOUT_SECONDS, no answer could be too slow/,
  ],
];

describe.concurrent('check-http refuses to judge by', () => {
  it.each(
    rows.map(([environment, reason]) => [JSON.stringify(environment).slice(0, 80), environment, reason] as const),
  )('%s', async (_, environment, reason) => {
    const { outputs, exit, stderr, everything } = await run(environment);
    expect(outputs.verdict).toBe('error');
    expect(outputs.reason).toMatch(reason);
    expect(outputs.reason).not.toMatch(/[{}\p{Cc}]/u);
    expect(exit).toBe(1);
    expect(stderr).toBe('');
    expect(everything).not.toMatch(/hunter2222|\n {4}at /);
  });
});

describe('check-http', () => {
  it('passes with the environment that the rows above start from', async () => {
    expect((await run({})).outputs.verdict).toBe('pass');
  });

  it('names every variable that is wrong, not only the first', async () => {
    const { outputs } = await run({ URL: '', SAMPLES: 'many', EXPECT: '{}' });
    expect(outputs.reason).toMatch(/URL: .*; SAMPLES: .*; EXPECT: /);
  });

  it('takes an empty variable for one that is not set', async () => {
    const empty = { METHOD: '', POLL_SECONDS: '', HEADERS: '', SAMPLE_FILE: '', SAMPLES: '', SAMPLE_FIELD: '' };
    expect((await run(empty)).outputs.verdict).toBe('pass');
  });
});
