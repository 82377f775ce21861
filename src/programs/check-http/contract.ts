import { baseUrl, urlPath } from '../base-url';
import { optional, required, type Values, type Variable } from '../environment';
import { InputError } from '../input-error';
import { decimal, json, matching, oneOf, whole } from '../parse';
import { versionField, versionText } from '../version-text';
import { type Expectation, expectationProblems, isExpectation } from './expectation';

const mediaType = matching(/^[\w.+-]+\/[\w.+-]+(; ?[\w-]+=[\w.-]+)*$/, 'a media type such as image/jpeg');
const formName = matching(/^[\w.[\]-]{1,100}$/, 'a name of letters, digits and _.-[]');
const fileName = matching(/^[\w. ()+-]{1,200}$/, 'a file name without quotes, slashes and control characters');
const filePath = matching(/^[^\p{Cc}]{1,1000}$/u, 'the path of a file');

function expectation(text: string): Expectation {
  const value = json(text);
  if (!isExpectation(value)) throw new InputError(expectationProblems(value).join('; '));
  return value;
}

/**
 * The env variables of check-http.
 *
 * @internal
 */
export const contract: {
  readonly url: Variable<URL>;
  readonly deadline: Variable<number>;
  readonly poll: Variable<number>;
  readonly timeout: Variable<number>;
  /** `elsewhere` where something else proves the version before and after. */
  readonly versionProof: Variable<'here' | 'elsewhere'>;
  readonly versionPath: Variable<string | undefined>;
  readonly versionField: Variable<string>;
  readonly expectedVersion: Variable<string | undefined>;
  readonly requestPath: Variable<string>;
  readonly method: Variable<Method | undefined>;
  readonly headers: Variable<unknown>;
  readonly sampleFile: Variable<string | undefined>;
  readonly sampleContentType: Variable<string | undefined>;
  readonly sampleField: Variable<string | undefined>;
  readonly sampleFilename: Variable<string | undefined>;
  readonly samples: Variable<number>;
  /** What it is when the candidate answers something else than was expected. */
  readonly severity: Variable<'fail' | 'warn'>;
  readonly expect: Variable<Expectation>;
} = {
  url: required('URL', baseUrl),
  deadline: required('DEADLINE_SECONDS', decimal('seconds', 0.1, 86_400)),
  poll: optional('POLL_SECONDS', decimal('seconds', 0.01, 3600), 5),
  timeout: optional('REQUEST_TIMEOUT_SECONDS', decimal('seconds', 0.05, 3600), 10),
  versionProof: optional('VERSION_PROOF', oneOf(['here', 'elsewhere']), 'here'),
  versionPath: optional('VERSION_PATH', urlPath, undefined),
  versionField: optional('VERSION_FIELD', versionField, ''),
  expectedVersion: optional('EXPECTED_VERSION', versionText, undefined),
  requestPath: required('REQUEST_PATH', urlPath),
  method: optional('METHOD', oneOf(['GET', 'POST', 'PUT', 'PATCH']), undefined),
  headers: optional('HEADERS', json, {}),
  sampleFile: optional('SAMPLE_FILE', filePath, undefined),
  sampleContentType: optional('SAMPLE_CONTENT_TYPE', mediaType, undefined),
  sampleField: optional('SAMPLE_FIELD', formName, undefined),
  sampleFilename: optional('SAMPLE_FILENAME', fileName, undefined),
  samples: optional('SAMPLES', whole('requests', 1, 1000), 1),
  severity: optional('SEVERITY', oneOf(['fail', 'warn']), 'fail'),
  expect: required('EXPECT', expectation),
};

/** @internal */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH';

/** @internal */
export type Contract = Values<typeof contract>;

/** What no variable shows alone. @internal */
export function contradictions(values: Contract): readonly string[] {
  const { sampleFile, sampleField, sampleFilename, sampleContentType, method, expect, timeout } = values;
  const { versionProof, versionPath, expectedVersion } = values;
  const elsewhere = versionProof === 'elsewhere';
  const wrong: [boolean, string][] = [
    [!elsewhere && versionPath === undefined, 'VERSION_PATH: is not set'],
    [!elsewhere && expectedVersion === undefined, 'EXPECTED_VERSION: is not set'],
    [
      elsewhere && (versionPath !== undefined || expectedVersion !== undefined),
      'VERSION_PROOF: is elsewhere, but VERSION_PATH or EXPECTED_VERSION is set',
    ],
    [sampleFile === undefined && sampleField !== undefined, 'SAMPLE_FIELD is set without SAMPLE_FILE'],
    [sampleFile === undefined && sampleContentType !== undefined, 'SAMPLE_CONTENT_TYPE is set without SAMPLE_FILE'],
    [sampleField === undefined && sampleFilename !== undefined, 'SAMPLE_FILENAME is set without SAMPLE_FIELD'],
    [sampleFile !== undefined && method === 'GET', 'METHOD: GET cannot send SAMPLE_FILE'],
    [
      (expect.maxLatencyMs ?? 0) > timeout * 1000,
      'EXPECT: maxLatencyMs is above REQUEST_TIMEOUT_SECONDS, no answer could be too slow',
    ],
  ];
  return wrong.filter(([is]) => is).map(([, text]) => text);
}
