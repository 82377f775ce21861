import { Duration } from 'cdk8s';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EnvVar } from '../../src/engines/argo/index';
import {
  Check,
  Environment,
  type HttpCheckOptions,
  Sample,
  StagingTestGate,
  secretKey,
  VersionProof,
} from '../../src/index';
import { type Contract, contract, contradictions } from '../../src/programs/check-http/contract';
import { readHeaders } from '../../src/programs/check-http/headers';
import { readEnvironment } from '../../src/programs/environment';
import { type Emitted, emittedBy } from '../engines/argo/emitted';
import { expanded } from '../property/kubelet';
import { engine, promotionFrom, staging } from './nouns';

const gate = (check: Check, environment = staging): Emitted =>
  emittedBy(
    (chart) => new StagingTestGate(chart, 'gate', { engine, promotion: promotionFrom(environment), checks: [check] }),
  );

const environmentOf = (check: Check, environment = staging): readonly EnvVar[] =>
  gate(check, environment).template(check.name).container?.env ?? [];

/** What the program sees in its pod. */
function seen(env: readonly EnvVar[]): { readonly [name: string]: string } {
  return Object.fromEntries(
    env.map(({ name, value }) => [
      name,
      value === undefined ? 's3cret' : expanded(value, {}).replace(/^\{\{.*\}\}$/, '1.0.5'),
    ]),
  );
}

/** What the program makes of it. */
function read(env: readonly EnvVar[]): Contract {
  const values = readEnvironment(seen(env), contract);
  expect(contradictions(values)).toEqual([]);
  return values;
}

const plain: HttpCheckOptions = { path: '/predict', expect: { status: 200 } };

describe('a check over HTTP', () => {
  it('tells its program all that it needs', () => {
    const check = Check.http({
      path: '/predict?top=1',
      sample: Sample.json({ amount: 12.5 }),
      method: 'PUT',
      headers: { accept: 'application/json', authorization: secretKey('fraud-token', 'header') },
      expect: { status: [200, 201], json: { score: { type: 'number', min: 0, max: 1 } }, maxLatencyMs: 500 },
      samples: 20,
      deadline: Duration.minutes(5),
      requestTimeout: Duration.seconds(5),
    });
    expect(environmentOf(check)).toEqual([
      { name: 'URL', value: 'http://fraud.fraud-staging.svc.cluster.local:8080' },
      { name: 'DEADLINE_SECONDS', value: '300' },
      { name: 'REQUEST_TIMEOUT_SECONDS', value: '5' },
      { name: 'VERSION_PATH', value: '/version' },
      { name: 'EXPECTED_VERSION', value: '{{inputs.parameters.version}}' },
      { name: 'REQUEST_PATH', value: '/predict?top=1' },
      { name: 'METHOD', value: 'PUT' },
      { name: 'SAMPLE_FILE', value: '/sample/sample.json' },
      { name: 'SAMPLE_CONTENT_TYPE', value: 'application/json' },
      { name: 'SAMPLES', value: '20' },
      { name: 'HEADER_AUTHORIZATION', valueFrom: { secretKeyRef: { name: 'fraud-token', key: 'header' } } },
      {
        name: 'HEADERS',
        value: '{"accept":"application/json","authorization":{"env":"HEADER_AUTHORIZATION"}}',
      },
      {
        name: 'EXPECT',
        value: '{"status":[200,201],"json":{"score":{"type":"number","min":0,"max":1}},"maxLatencyMs":500}',
      },
    ]);
  });

  it('is understood by its program, whatever is asked', () => {
    const path = fc.stringMatching(/^\/[A-Za-z0-9\-._~%?=&+,:@/]{0,20}$/).filter((text) => !text.startsWith('//'));
    const header = fc.stringMatching(/^x-[a-z0-9-]{0,10}[a-z0-9]$/);
    const word = fc
      .string({ unit: fc.constantFrom(...'{}$()\'"\\ ,:;=ab1'), maxLength: 12 })
      .filter((text) => !text.includes('{{'));
    const options = fc.record(
      {
        path,
        expect: fc.record(
          {
            status: fc.oneof(
              fc.integer({ min: 200, max: 599 }),
              fc.array(fc.integer({ min: 200, max: 599 }), { minLength: 1, maxLength: 3 }),
            ),
            contentType: fc.constantFrom('application/json', 'text/plain'),
            maxLatencyMs: fc.integer({ min: 1, max: 900 }),
            json: fc.constantFrom({ a: { type: 'string' as const } }, { type: 'array' as const }),
          },
          { requiredKeys: ['status'] },
        ),
        sample: fc.oneof(
          fc.jsonValue().map((value) => Sample.json(value)),
          word.map((text) => Sample.json({ text })),
        ),
        method: fc.constantFrom('POST' as const, 'PUT' as const, 'PATCH' as const),
        headers: fc.dictionary(
          header,
          fc.oneof(
            word.map((text) => text.trim()),
            fc.constant(secretKey('a', 'b')),
          ),
          { maxKeys: 3, noNullPrototype: true },
        ),
        samples: fc.integer({ min: 1, max: 1000 }),
        severity: fc.constantFrom('fail' as const, 'warn' as const),
        deadline: fc.integer({ min: 1, max: 86_400 }).map((s) => Duration.seconds(s)),
        requestTimeout: fc.integer({ min: 1, max: 3600 }).map((s) => Duration.seconds(s)),
      },
      { requiredKeys: ['path', 'expect'] },
    );
    const proof = fc.record({ path, field: fc.constantFrom(undefined, 'version', 'build.model_version', 'a-b.c') });
    let read0 = 0;
    fc.assert(
      fc.property(options, proof, (given, version) => {
        const environment = Environment.of('staging', {
          application: 'fraud',
          namespace: 'fraud-staging',
          url: 'https://fraud.example.com/base/',
          proof: VersionProof.http(version),
        });
        const env = environmentOf(Check.http({ ...given, name: 'check' } as HttpCheckOptions), environment);
        const values = read(env);
        expect(values).toMatchObject({
          requestPath: given.path,
          versionPath: version.path,
          versionField: version.field ?? '',
          expectedVersion: '1.0.5',
          expect: given.expect,
          samples: given.samples ?? 1,
          severity: given.severity ?? 'fail',
          deadline: given.deadline?.toSeconds() ?? 600,
          timeout: given.requestTimeout?.toSeconds() ?? 10,
          method: given.method,
        });
        const headers = readHeaders(values.headers, seen(env), () => undefined);
        const expected = Object.entries(given.headers ?? {}).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : 's3cret',
        ]);
        expect(headers).toEqual(Object.fromEntries(expected));
        read0++;
      }),
      { numRuns: 200 },
    );
    expect(read0).toBeGreaterThan(100);
  });

  it('sends its sample from a file that travels with it', () => {
    const { one, template } = gate(Check.http({ ...plain, sample: Sample.json([1, 2]) }));
    const name = template('check-http-predict').volumes?.find((volume) => volume.name === 'sample')?.configMap?.name;
    expect(template('check-http-predict').container?.volumeMounts).toContainEqual({
      name: 'sample',
      mountPath: '/sample',
      readOnly: true,
    });
    expect(one('ConfigMap', name)).toMatchObject({ immutable: true, data: { 'sample.json': '[1,2]' } });
  });

  it('runs the program from a ConfigMap named after its content', () => {
    const { one, template } = gate(Check.http(plain));
    const { container, volumes } = template('check-http-predict');
    expect(container?.command).toEqual(['node', '/program/check-http.mjs']);
    const name = volumes?.find((volume) => volume.name === 'program-check-http')?.configMap?.name ?? '';
    expect(name).toMatch(/^program-check-http-[0-9a-f]{10}$/);
    const { data } = one('ConfigMap', name) as unknown as { data: { readonly [file: string]: string } };
    expect(data['check-http.mjs']).toContain('EXPECTED_VERSION');
  });

  it('has time to start besides that which its program takes', () => {
    expect(gate(Check.http({ ...plain, deadline: Duration.minutes(20) })).template('check-http-predict').timeout).toBe(
      '25m',
    );
  });

  it('asks for exactly the version of the environment', () => {
    const [version] =
      gate(Check.http(plain)).node('gate-test-measure-checks', 'check-http-predict').arguments?.parameters ?? [];
    expect(version).toEqual({ name: 'version', value: '1.0.{{inputs.parameters.model-version}}' });
  });

  it.each([
    ['/', 'check-http'],
    ['/predict', 'check-http-predict'],
    ['/v1/models/fraud:predict?x=1', 'check-http-v1-models-fraud-predict'],
    ['/Predict_All', 'check-http-predict-all'],
  ])('of %s is called %s', (path, name) => {
    expect(Check.http({ ...plain, path }).name).toBe(name);
  });

  it('of a long path has a name that the engines take', () => {
    for (let length = 40; length < 80; length++) {
      const { name } = Check.http({ ...plain, path: `/${'a'.repeat(length)}/b/c/d/e/f` });
      expect(name).toMatch(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/);
    }
  });

  it.each<[string, Partial<HttpCheckOptions>, RegExp]>([
    ['no expectation', { expect: undefined as never }, /MLP3006.*expected an object with a status/],
    ['an expectation without a status', { expect: {} as never }, /MLP3006.*status: expected an HTTP status/],
    ['an expectation with a typo', { expect: { status: 200, jsno: {} } as never }, /MLP3006.*jsno: unknown/],
    ['a path that is none', { path: 'predict' }, /MLP3002: the path of Check\.http is 'predict'/],
    ['a sample sent with GET', { method: 'GET', sample: Sample.json(1) }, /MLP3006.*can not send a sample with GET/],
    ['a severity that is none', { severity: 'ignore' as never }, /MLP3006.*severity of Check\.http/],
    ['no samples', { samples: 0 }, /MLP3006.*sends 0 samples/],
    ['half a sample', { samples: 1.5 }, /MLP3006.*sends 1\.5 samples/],
    ['too many samples', { samples: 1001 }, /MLP3006/],
    [
      'an answer that may take longer than is waited',
      { expect: { status: 200, maxLatencyMs: 11_000 } },
      /MLP3006.*waits only 10 s/,
    ],
    ['a header that is none', { headers: { 'a b': 'x' } }, /MLP3006.*headers/],
    ['a header twice', { headers: { 'X-A': 'x', 'x-a': 'y' } }, /MLP3006.*x-a is given twice/],
    [
      'a header that the program sets',
      { headers: { 'Content-Type': 'x' } },
      /MLP3006.*content-type is set by the program/,
    ],
    ['a header with a line end', { headers: { a: 'x\r\nb: y' } }, /MLP3006/],
    ['a property that nobody reads', { expects: {} } as never, /MLP1007.*did you mean 'expect'/],
    ['a method that there is not', { method: 'DELETE' as never }, /MLP3006.*DELETE/],
    ['a deadline longer than a day', { deadline: Duration.days(2) }, /MLP3006: the deadline of Check\.http/],
    [
      'a request that may take hours',
      { requestTimeout: Duration.hours(2) },
      /MLP3006: the request timeout of Check\.http/,
    ],
    ['a deadline of no length', { deadline: Duration.seconds(0) }, /MLP1301/],
    ['a sample that is none', { sample: { amount: 1 } as never }, /MLP3006|MLP3004/],
  ])('is refused with %s', (_, wrong, message) => {
    expect(() => gate(Check.http({ ...plain, ...wrong }))).toThrow(message);
  });

  it('says what is wrong where nothing was given', () => {
    for (const options of [undefined, null, 'x', 5]) expect(() => Check.http(options as never)).toThrow(/MLP/);
  });

  it('does not repeat a header in its message', () => {
    expect(() => Check.http({ ...plain, headers: { authorization: 'Bearer hunter2\n' } })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });
});
