import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { below } from '../base-url';
import { type Environment, readEnvironment } from '../environment';
import type { ExchangeRequest } from '../http-exchange';
import { InputError } from '../input-error';
import type { Session } from '../session';
import type { VersionProof } from '../version-proof';
import { type Contract, contract, contradictions } from './contract';
import type { Expectation } from './expectation';
import { readHeaders } from './headers';
import { multipart } from './multipart';
import { readSample } from './sample-file';

/** @internal */
export interface Configuration {
  readonly deadlineSeconds: number;
  readonly pollMilliseconds: number;
  /** Nothing where something else proves the version. */
  readonly proof: VersionProof | undefined;
  readonly request: ExchangeRequest;
  readonly samples: number;
  readonly severity: 'fail' | 'warn';
  readonly expectation: Expectation;
  /** What the evidence says about the request. */
  readonly described: Readonly<Record<string, unknown>>;
}

const maxBytes = 1024 * 1024;

/**
 * Reads what check-http is asked to do.
 *
 * @throws InputError naming every variable that is missing, malformed or contradicts another
 * @internal
 */
export function readConfiguration(environment: Environment, session: Session): Configuration {
  const values = readEnvironment(environment, contract, contradictions);
  const headers = within('HEADERS', () => readHeaders(values.headers, environment, session.hide));
  const sample = within('SAMPLE_FILE', () => sampleOf(values));
  const timeout = values.timeout * 1000;
  const url = below(values.url, values.requestPath);
  const method = values.method ?? (sample === undefined ? 'GET' : 'POST');
  return {
    deadlineSeconds: values.deadline,
    pollMilliseconds: values.poll * 1000,
    proof: proofOf(values, headers),
    request: {
      url,
      method,
      headers: sample === undefined ? headers : { ...headers, 'content-type': sample.contentType },
      body: sample?.body,
      timeout,
      maxBytes,
    },
    samples: values.samples,
    severity: values.severity,
    expectation: values.expect,
    described: {
      method,
      url: url.href,
      headers: Object.keys(headers),
      ...(sample === undefined ? {} : { sample: { bytes: sample.bytes, sha256: sample.sha256 } }),
    },
  };
}

function proofOf(values: Contract, headers: VersionProof['headers']): VersionProof | undefined {
  const { versionPath, versionField: field, expectedVersion: expected } = values;
  if (versionPath === undefined || expected === undefined) return undefined;
  return { url: below(values.url, versionPath), field, expected, headers, timeout: values.timeout * 1000 };
}

interface Sample {
  readonly contentType: string;
  readonly body: Buffer;
  readonly bytes: number;
  readonly sha256: string;
}

function sampleOf({ sampleFile, sampleField, sampleFilename, sampleContentType }: Contract): Sample | undefined {
  if (sampleFile === undefined) return undefined;
  const contentType = sampleContentType ?? 'application/octet-stream';
  const bytes = readSample(sampleFile);
  const read = { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  if (sampleField === undefined) return { ...read, contentType, body: bytes };
  const filename = sampleFilename ?? basename(sampleFile).replace(/[^\w. ()+-]/g, '_');
  return { ...read, ...multipart({ field: sampleField, filename, contentType, bytes }) };
}

function within<T>(variable: string, read: () => T): T {
  try {
    return read();
  } catch (problem) {
    throw problem instanceof InputError ? new InputError(`${variable}: ${problem.message}`) : problem;
  }
}
