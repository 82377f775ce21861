import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import type { KeyOf } from '../core/container/env';
import { Volume } from '../core/container/volume';
import { PipelineError } from '../core/error';
import { kebabCase } from '../core/names';
import { text } from '../core/parameter/text';
import { verdict } from '../core/parameter/verdict';
import { programTask } from '../core/program-task';
import type { Ref } from '../core/ref';
import { secondsOf, type TimeSpan } from '../core/time-span';
import { programText } from '../programs/bundle';
import { contract } from '../programs/check-http/contract';
import { type Expectation, expectationProblems } from '../programs/check-http/expectation';
import { readHeaders } from '../programs/check-http/headers';
import type { Check, CheckContext } from './check';
import { checkRead } from './check-read';
import type { Sample } from './sample';
import { checkUrlPath, type VersionProof } from './version-proof';

/** @public */
export interface HttpCheckOptions {
  /** Where the samples are sent, such as `/predict`. */
  readonly path: string;
  /** What is sent. @default - nothing: a GET */
  readonly sample?: Sample | undefined;
  /** @default - POST with a sample, GET without */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | undefined;
  /** Headers; a secret one is never logged. */
  readonly headers?: { readonly [name: string]: string | KeyOf } | undefined;
  /** What every answer must be. */
  readonly expect: Expectation;
  /** How many requests must be answered so. @default 1 */
  readonly samples?: number | undefined;
  /** Time for the version to appear and for all requests, in whole seconds. @default 10 minutes */
  readonly deadline?: TimeSpan | undefined;
  /** Time for one request. @default 10 seconds */
  readonly requestTimeout?: TimeSpan | undefined;
  /** @default - `check-http` and the path */
  readonly name?: string | undefined;
}

/** @internal */
export function httpCheck(options: HttpCheckOptions): Check {
  checkProps(
    options,
    ['path', 'sample', 'method', 'headers', 'expect', 'samples', 'deadline', 'requestTimeout', 'name'],
    'Check.http',
  );
  checkUrlPath(options.path, 'the path of Check.http');
  const problems = expectationProblems(options.expect);
  if (problems.length > 0)
    throw unusable(`the expectation of Check.http('${options.path}') is none: ${problems.join('; ')}`);
  const { samples = 1 } = options;
  if (!Number.isSafeInteger(samples) || samples < 1 || samples > 1000)
    throw unusable(`Check.http sends ${show(samples)} samples`);
  const timeout =
    options.requestTimeout === undefined ? 10 : secondsOf(options.requestTimeout, 'the request timeout of Check.http');
  if ((options.expect.maxLatencyMs ?? 0) > timeout * 1000) {
    throw unusable(
      `Check.http allows ${show(options.expect.maxLatencyMs)} ms for an answer, but waits only ${timeout} s for one`,
    );
  }
  const deadline = options.deadline === undefined ? 600 : secondsOf(options.deadline, 'the deadline of Check.http');
  checkRead('MLP3006', 'the deadline of Check.http', () => contract.deadline.parse(String(deadline)));
  checkRead('MLP3006', 'the request timeout of Check.http', () => contract.timeout.parse(String(timeout)));
  headersOf(options.headers ?? {});
  if (options.sample !== undefined && !isSample(options.sample))
    throw unusable(`the sample of Check.http is ${show(options.sample)}, not Sample.file(…) or Sample.json(…)`);
  if (options.method !== undefined && !['GET', 'POST', 'PUT', 'PATCH'].includes(options.method)) {
    throw unusable(`Check.http uses the method ${show(options.method)}`);
  }
  if (options.sample !== undefined && options.method === 'GET')
    throw unusable('Check.http can not send a sample with GET');
  const words = options.path.split(/[?#]/)[0] ?? '';
  const name =
    options.name ??
    kebabCase(`check-http-${words}`)
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 63)
      .replace(/-$/, '');
  return Object.freeze({ name, call: (where: CheckContext) => ({ name, ...taskOf(name, options, where) }) });
}

function taskOf(name: string, options: HttpCheckOptions, { environment, modelVersion, programImage }: CheckContext) {
  const { sample } = options;
  const deadline = options.deadline === undefined ? 600 : secondsOf(options.deadline, `the deadline of ${name}`);
  const requestTimeout =
    options.requestTimeout === undefined ? 10 : secondsOf(options.requestTimeout, `the request timeout of ${name}`);
  const headers = headersOf(options.headers ?? {});
  const unit = programTask(
    name,
    { name: 'check-http', text: programText('check-http') },
    {
      image: programImage,
      inputs: { version: text({ pattern: /[A-Za-z0-9._:/@+=,-]+/ }) },
      outputs: { verdict: verdict(), reason: text() },
      env: ({ inputs }) => ({
        URL: environment.url,
        DEADLINE_SECONDS: String(deadline),
        REQUEST_TIMEOUT_SECONDS: String(requestTimeout),
        ...versionEnv(environment.proof, inputs.version),
        REQUEST_PATH: options.path,
        ...(options.method === undefined ? {} : { METHOD: options.method }),
        ...(sample === undefined ? {} : sampleEnv(sample)),
        ...(options.samples === undefined ? {} : { SAMPLES: String(options.samples) }),
        ...headers,
        EXPECT: JSON.stringify(options.expect),
      }),
      // The program ends by itself at its deadline; the rest is for finding a node and pulling the image.
      timeout: { toMilliseconds: () => (deadline + 300) * 1000 },
      ...(sample === undefined
        ? {}
        : { mounts: { '/sample': Volume.files('sample', { [sample.file]: sample.content }) } }),
    },
  );
  return { unit, inputs: { version: environment.version(modelVersion) } };
}

/** Where only pods show their version the gate looks at them before and after its checks. */
function versionEnv({ http }: VersionProof, version: Ref<string>): { readonly [name: string]: string | Ref<string> } {
  if (http === undefined) return { VERSION_PROOF: 'elsewhere' };
  const field: { readonly [name: string]: string } = http.field === undefined ? {} : { VERSION_FIELD: http.field };
  return { VERSION_PATH: http.path, ...field, EXPECTED_VERSION: version };
}

function sampleEnv({ file, contentType, field }: Sample): { readonly [name: string]: string } {
  return {
    SAMPLE_FILE: `/sample/${file}`,
    SAMPLE_CONTENT_TYPE: contentType,
    ...(field === undefined ? {} : { SAMPLE_FIELD: field, SAMPLE_FILENAME: file }),
  };
}

/** Plain headers as JSON; those from a Secret by the name of the variable that holds them. */
function headersOf(headers: { readonly [name: string]: string | KeyOf }): { readonly [name: string]: string | KeyOf } {
  const entries = Object.entries(headers);
  if (entries.length === 0) return {};
  const secret = (name: string): string => `HEADER_${name.toUpperCase().replaceAll('-', '_')}`;
  const json = Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value : { env: secret(name) }]),
  );
  const variables = Object.fromEntries(entries.map(([name]) => [secret(name), 'x']));
  checkRead('MLP3006', 'the headers of Check.http', () => readHeaders(json, variables, () => undefined));
  const secrets = entries.flatMap(([name, value]) =>
    typeof value === 'string' ? [] : [[secret(name), value] as const],
  );
  return { ...Object.fromEntries(secrets), HEADERS: JSON.stringify(json) };
}

function isSample(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'contentType' in value && 'content' in value;
}

function unusable(message: string): PipelineError {
  return new PipelineError({
    code: 'MLP3006',
    message,
    expected: "a check such as { path: '/predict', sample, expect: { status: 200, json: { … } } }",
  });
}
