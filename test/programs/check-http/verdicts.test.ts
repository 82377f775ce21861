import { describe, expect, it } from 'vitest';
import type { Expectation } from '../../../src/programs/check-http/expectation';
import type { Verdict } from '../../../src/programs/verdict';
import {
  after,
  candidate,
  endless,
  inTurn,
  json,
  jsonText,
  never,
  type Reply,
  raw,
  reset,
  text,
  trickle,
} from '../candidate';
import { runProgram } from '../run-program';

interface Row {
  readonly when: string;
  readonly version?: Reply;
  readonly predict?: Reply;
  readonly expect?: Partial<Expectation>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly reason?: RegExp;
}

const version = json({ version: '1.0.1' });
const good = { prediction: 'Soup', probability: 0.93 };
const predict = json(good);
const shape: Expectation['json'] = {
  prediction: { type: 'string', oneOf: ['Bread', 'Soup'] },
  probability: { type: 'number', min: 0, max: 1 },
};
const body = JSON.stringify(good);
const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const quick = { REQUEST_TIMEOUT_SECONDS: '0.3' };

const rows: Readonly<Record<Verdict, readonly Row[]>> = {
  pass: [
    { when: 'the right version answers at once and the sample fits', reason: /^version 1\.0\.1: 1 of 1 samples fit/ },
    {
      when: 'the right version appears on the third question',
      version: inTurn(text('starting', { status: 503 }), json({ version: '1.0.0' }), version),
    },
    { when: 'the version path resets at first', version: inTurn(reset(), reset(), version) },
    {
      when: 'the whole body is the version',
      version: text('1.0.1\n'),
      environment: { VERSION_FIELD: '' },
    },
    {
      when: 'the whole body is the version as JSON text',
      version: jsonText('"1.0.1"'),
      environment: { VERSION_FIELD: '' },
    },
    {
      when: 'the version lies deeper, by a dotted path',
      version: json({ model: { version: '1.0.1' } }),
      environment: { VERSION_FIELD: 'model.version' },
    },
    {
      when: 'the version lies deeper, by a JSON pointer',
      version: json({ 'a/b': ['x', '1.0.1'] }),
      environment: { VERSION_FIELD: '/a~1b/1' },
    },
    { when: 'the version is a whole number', version: json({ version: 7 }), environment: { EXPECTED_VERSION: '7' } },
    { when: 'all of several samples fit', environment: { SAMPLES: '3' }, reason: /3 of 3 samples fit/ },
    {
      when: 'the content type has parameters',
      predict: text(body, { headers: { 'content-type': 'Application/JSON; charset=utf-8' } }),
      expect: { contentType: 'application/json' },
    },
    { when: 'one of several statuses comes', predict: json(good, { status: 201 }), expect: { status: [200, 201] } },
    { when: 'the answer is within the latency', expect: { maxLatencyMs: 9000 } },
    { when: 'a first attempt is reset and the next one answers', predict: inTurn(reset(), predict) },
    {
      when: 'a first answer is cut short and the next one is whole',
      predict: inTurn(raw(`${head}content-length: 999\r\n\r\n{`), predict),
    },
    {
      when: 'the body comes in chunks',
      predict: raw(`${head}transfer-encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`),
    },
    {
      when: 'the status is 500 and that is only a warning',
      predict: text('Internal Server Error', { status: 500 }),
      environment: { SEVERITY: 'warn' },
      reason: /^warning: version 1\.0\.1: .*status 500, expected 200/,
    },
    {
      when: 'the answer is a list and its items fit',
      predict: json([good, good]),
      expect: { json: { type: 'array', length: 2, items: { type: 'object', fields: shape } } },
    },
  ],
  fail: [
    {
      when: 'the status is 500',
      predict: text('Internal Server Error', { status: 500 }),
      reason: /status 500, expected 200; body: Internal Server Error/,
    },
    { when: 'the status is 200 where 201 is due', expect: { status: 201 }, reason: /status 200, expected 201/ },
    { when: 'the JSON is cut short', predict: jsonText('{"prediction": "Soup", "probab'), reason: /not valid JSON/ },
    {
      when: 'HTML comes where JSON is due',
      predict: text('<html>Sign in</html>', { headers: { 'content-type': 'text/html' } }),
      reason: /not valid JSON.*<html>Sign in/,
    },
    {
      when: 'the answer is a redirect',
      predict: text('', { status: 302, headers: { location: 'http://u:p@elsewhere/login?ticket=4711' } }),
      reason: /status 302, a redirect to http:\/\/elsewhere\/login, expected 200/,
    },
    {
      when: 'the content type is another',
      predict: text(body, { headers: { 'content-type': 'text/plain' } }),
      expect: { contentType: 'application/json' },
      reason: /content type: expected application\/json, found text\/plain/,
    },
    {
      when: 'there is no content type',
      predict: text(body),
      expect: { contentType: 'application/json' },
      reason: /found none/,
    },
    {
      when: 'a field is missing',
      predict: json({ prediction: 'Soup' }),
      reason: /probability: expected a finite number, found nothing/,
    },
    {
      when: 'a field is null',
      predict: json({ ...good, prediction: null }),
      reason: /prediction: expected text, found null/,
    },
    {
      when: 'a number is NaN, as Python writes it',
      predict: jsonText('{"prediction": "Soup", "probability": NaN}'),
      reason: /not valid JSON, it contains NaN/,
    },
    {
      when: 'a number is the text NaN',
      predict: json({ ...good, probability: 'NaN' }),
      reason: /probability: expected a finite number, found "NaN"/,
    },
    {
      when: 'a number is beyond all numbers',
      predict: jsonText('{"prediction": "Soup", "probability": 1e999}'),
      reason: /found Infinity/,
    },
    {
      when: 'a number is out of range',
      predict: json({ ...good, probability: 1.5 }),
      reason: /probability: expected a number between 0 and 1, found 1\.5/,
    },
    {
      when: 'a value is none of the allowed',
      predict: json({ ...good, prediction: 'Car' }),
      reason: /prediction: expected one of "Bread", "Soup", found "Car"/,
    },
    { when: 'the body is empty', predict: text(''), reason: /body is empty/ },
    {
      when: 'the body is empty and the status says so',
      predict: text('', { status: 204 }),
      expect: { status: 204 },
      reason: /body is empty/,
    },
    { when: 'the body is not UTF-8', predict: jsonText(Buffer.from([0x22, 0xff, 0x22])), reason: /not UTF-8/ },
    {
      when: 'a list is empty',
      predict: json([]),
      expect: { json: { type: 'array', items: { type: 'number' } } },
      reason: /the answer: expected a list of at least 1 items, found a list of 0/,
    },
    {
      when: 'an object comes where a list is due',
      expect: { json: { type: 'array' } },
      reason: /expected a list, found an object/,
    },
    {
      when: 'the answer takes longer than allowed',
      predict: after(200, predict),
      expect: { maxLatencyMs: 100 },
      reason: /too slow: \d+ ms, at most 100 ms allowed/,
    },
    {
      when: 'the third of three samples does not fit',
      predict: inTurn(predict, predict, text('', { status: 500 })),
      environment: { SAMPLES: '3' },
      reason: /sample 3 of 3 does not fit/,
    },
    {
      when: 'the field is only inherited',
      predict: json({}),
      expect: { json: { toString: { type: 'any' } as const } },
      reason: /toString: expected a value, found nothing/,
    },
  ],
  error: [
    {
      when: '1.0.12 answers where 1.0.1 is due',
      version: json({ version: '1.0.12' }),
      reason: /another version still answers at the deadline: expected 1\.0\.1, found 1\.0\.12/,
    },
    {
      when: 'another version answers, and answers would only be warned of',
      version: json({ version: '1.0.0' }),
      environment: { SEVERITY: 'warn' },
      reason: /^another version still answers/,
    },
    { when: '1.0.1 would fit only as a pattern', version: json({ version: '1x0x1' }), reason: /found 1x0x1/ },
    { when: 'the version has a space more', version: json({ version: '1.0.1 ' }), reason: /another version/ },
    {
      when: 'the old version answers up to the deadline',
      version: text('1.0.0'),
      environment: { VERSION_FIELD: '' },
      reason: /expected 1\.0\.1, found 1\.0\.0/,
    },
    {
      when: 'an older answer stands and the last one hangs',
      version: inTurn(json({ version: '1.0.0' }), never),
      environment: { DEADLINE_SECONDS: '1' },
      reason: /found 1\.0\.0/,
    },
    {
      when: 'the version is a fraction',
      version: jsonText('{"version": 1.10}'),
      environment: { EXPECTED_VERSION: '1.1' },
      reason: /no version in/,
    },
    { when: 'the version field is missing', version: json({ release: '1.0.1' }), reason: /no version in/ },
    {
      when: 'the version field is inherited only',
      version: json({}),
      environment: { VERSION_FIELD: 'constructor.name', EXPECTED_VERSION: 'Object' },
      reason: /no version in/,
    },
    { when: 'the version path answers HTML', version: text('<html>1.0.1</html>'), reason: /no version in <html>/ },
    {
      when: 'the version path is empty',
      version: text(''),
      environment: { VERSION_FIELD: '' },
      reason: /found without a text/,
    },
    {
      when: 'the version path answers 404',
      version: text('1.0.1', { status: 404 }),
      environment: { VERSION_FIELD: '' },
      reason: /status 404/,
    },
    {
      when: 'the version path answers 500',
      version: text('1.0.1', { status: 500 }),
      environment: { VERSION_FIELD: '' },
      reason: /status 500/,
    },
    {
      when: 'the version path redirects',
      version: text('1.0.1', { status: 302, headers: { location: '/elsewhere' } }),
      environment: { VERSION_FIELD: '' },
      reason: /status 302/,
    },
    { when: 'the version path resets', version: reset(), reason: /connection/ },
    {
      when: 'the version path hangs',
      version: never,
      environment: quick,
      reason: /the answer took longer than 0\.\d s/,
    },
    {
      when: 'the version body is endless',
      version: endless(),
      environment: { DEADLINE_SECONDS: '2' },
      reason: /larger than 65536 bytes/,
    },
    {
      when: 'every sample is reset before the answer',
      predict: reset(),
      reason: /no complete answer .* after 3 attempts: connection reset/,
    },
    {
      when: 'every sample is reset in the middle of the body',
      predict: reset(`${head}content-length: 999\r\n\r\n{"pre`),
      reason: /after 3 attempts: .*(reset|closed after \d+ of 999)/,
    },
    {
      when: 'every body ends before its announced length',
      predict: raw(`${head}content-length: 999\r\n\r\n${body}`),
      reason: /closed after 40 of 999 bytes/,
    },
    {
      when: 'a chunked body lacks its end',
      predict: raw(`${head}transfer-encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n`),
      reason: /closed after 40 bytes/,
    },
    { when: 'the connection is closed without an answer', predict: raw(''), reason: /closed without an answer/ },
    {
      when: 'the sample is not answered in time',
      predict: never,
      environment: quick,
      reason: /after 3 attempts: the answer took longer than 0\.3 s/,
    },
    {
      when: 'the body does not end in time',
      predict: trickle(20),
      environment: quick,
      reason: /the body of the answer took longer than 0\.3 s/,
    },
    {
      when: 'the body is endless',
      predict: endless(),
      reason: /after 1 attempts: the answer is larger than 1048576 bytes/,
    },
    {
      when: 'the body is announced too large',
      predict: raw(`${head}content-length: 9999999999\r\n\r\n`),
      reason: /larger than/,
    },
    { when: 'the answer is not HTTP', predict: raw('SSH-2.0-OpenSSH_9.9\r\n'), reason: /not valid HTTP/ },
    {
      when: 'the answer is compressed unasked',
      predict: text('\x1f\x8b', { headers: { 'content-encoding': 'gzip' } }),
      reason: /encoded as gzip/,
    },
    {
      when: 'the version changes between proof and end',
      environment: { DEADLINE_SECONDS: '20' },
      version: inTurn(version, json({ version: '1.0.2' })),
      reason:
        /the version changed during the check: expected 1\.0\.1, found version 1\.0\.2 \(before that: 1 of 1 samples fit/,
    },
    {
      when: 'the version changes and the sample did not fit',
      version: inTurn(version, json({ version: '1.0.0' })),
      predict: text('', { status: 500 }),
      reason: /changed during the check.*status 500/,
    },
    {
      when: 'the version is gone after the check',
      environment: { DEADLINE_SECONDS: '20' },
      version: inTurn(version, text('', { status: 503 })),
      reason: /could not be proven again after the check: status 503/,
    },
  ],
  inconclusive: [
    {
      when: 'the time is up before the first sample is answered',
      predict: never,
      environment: { REQUEST_TIMEOUT_SECONDS: '30', DEADLINE_SECONDS: '2' },
      reason: /^0 of 1 samples measured before the deadline/,
    },
    {
      when: 'the time is up before enough samples are answered',
      predict: inTurn(predict, predict, never),
      environment: { SAMPLES: '5', REQUEST_TIMEOUT_SECONDS: '30', DEADLINE_SECONDS: '2' },
      reason: /^2 of 5 samples measured/,
    },
  ],
};

for (const [verdict, table] of Object.entries(rows)) {
  describe.concurrent(`check-http says ${verdict}`, () => {
    it.each(table)('when $when', async (row) => {
      const server = await candidate({ '/version': row.version ?? version, '/predict': row.predict ?? predict });
      try {
        const run = await runProgram('check-http', {
          URL: server.url,
          DEADLINE_SECONDS: verdict === 'pass' || verdict === 'fail' || row.predict !== undefined ? '20' : '1',
          POLL_SECONDS: '0.05',
          VERSION_PATH: '/version',
          VERSION_FIELD: 'version',
          EXPECTED_VERSION: '1.0.1',
          REQUEST_PATH: '/predict',
          EXPECT: JSON.stringify({ status: 200, json: shape, ...row.expect }),
          ...row.environment,
        });
        expect(run.outputs).toMatchObject({ verdict, reason: expect.stringMatching(row.reason ?? /./) });
        expect(run.exit).toBe(verdict === 'error' ? 1 : 0);
        expect(run.stderr).toBe('');
        expect(JSON.parse(run.outputs['evidence.json'] ?? '')).toMatchObject({ verdict, reason: run.outputs.reason });
      } finally {
        await server.close();
      }
    });
  });
}
