import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import type { KeyOf } from '../core/container/env';
import { text } from '../core/parameter/text';
import { verdict } from '../core/parameter/verdict';
import { programTask, programTimeout } from '../core/program-task';
import type { Ref } from '../core/ref';
import { secondsOf, type TimeSpan } from '../core/time-span';
import { programText } from '../programs/bundle';
import { contract } from '../programs/check-http/contract';
import { type Expectation, expectationProblems } from '../programs/check-http/expectation';
import type { Check, CheckContext } from './check';
import { checkRead } from './check-read';
import { type CheckedRequest, checkRequest, headerEnv, nameOfCheck } from './checked-request';
import { expectedVersion } from './expected-version';
import { type Sample, sampleFile } from './sample';
import { unusableCheck } from './unusable-check';
import type { VersionProof } from './version-proof';

/** @public */
export interface HttpCheckOptions extends CheckedRequest {
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
  checkRequest(options, 'Check.http');
  const problems = expectationProblems(options.expect);
  if (problems.length > 0)
    throw unusableCheck(`the expectation of Check.http('${options.path}') is none: ${problems.join('; ')}`);
  const { samples = 1 } = options;
  if (!Number.isSafeInteger(samples) || samples < 1 || samples > 1000)
    throw unusableCheck(`Check.http sends ${show(samples)} samples`);
  const timeout =
    options.requestTimeout === undefined ? 10 : secondsOf(options.requestTimeout, 'the request timeout of Check.http');
  if ((options.expect.maxLatencyMs ?? 0) > timeout * 1000) {
    throw unusableCheck(
      `Check.http allows ${show(options.expect.maxLatencyMs)} ms for an answer, but waits only ${timeout} s for one`,
    );
  }
  const deadline = options.deadline === undefined ? 600 : secondsOf(options.deadline, 'the deadline of Check.http');
  checkRead('MLP3006', 'the deadline of Check.http', () => contract.deadline.parse(String(deadline)));
  checkRead('MLP3006', 'the request timeout of Check.http', () => contract.timeout.parse(String(timeout)));
  const name = options.name ?? nameOfCheck('check-http', options.path);
  return Object.freeze({ name, call: (where: CheckContext) => ({ name, ...taskOf(name, options, where) }) });
}

function taskOf(name: string, options: HttpCheckOptions, where: CheckContext) {
  const { environment, programImage } = where;
  const { sample } = options;
  const expected = expectedVersion(where);
  const deadline = options.deadline === undefined ? 600 : secondsOf(options.deadline, `the deadline of ${name}`);
  const requestTimeout =
    options.requestTimeout === undefined ? 10 : secondsOf(options.requestTimeout, `the request timeout of ${name}`);
  const headers = headersOf(options.headers ?? {});
  const unit = programTask(
    name,
    { name: 'check-http', text: programText('check-http') },
    {
      image: programImage,
      inputs: { version: expected.type },
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
      timeout: programTimeout(deadline),
      ...(sample === undefined ? {} : { mounts: { '/sample': sampleFile(sample) } }),
    },
  );
  return { unit, inputs: { version: expected.value } };
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

function headersOf(headers: NonNullable<CheckedRequest['headers']>): { readonly [name: string]: string | KeyOf } {
  if (Object.keys(headers).length === 0) return {};
  const { json, secrets } = headerEnv(headers);
  return { ...secrets, HEADERS: JSON.stringify(json) };
}
