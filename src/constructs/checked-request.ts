import { show } from '../core/check-value';
import type { KeyOf } from '../core/container/env';
import { kebabCase } from '../core/names';
import { readHeaders } from '../programs/check-http/headers';
import { checkRead } from './check-read';
import type { Sample } from './sample';
import { unusableCheck } from './unusable-check';
import { checkUrlPath } from './version-proof';

/**
 * The request that a check sends to a candidate.
 *
 * @public
 */
export interface CheckedRequest {
  /** Where it is sent, such as `/predict`. */
  readonly path: string;
  /** What is sent. @default - nothing: a GET */
  readonly sample?: Sample | undefined;
  /** @default - POST with a sample, GET without */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | undefined;
  /** Headers; a secret one is never logged. */
  readonly headers?: { readonly [name: string]: string | KeyOf } | undefined;
}

/** Headers as the programs read them, and the variables that hold the secret ones. @internal */
export interface HeaderEnv {
  readonly json: { readonly [name: string]: string | { readonly env: string } };
  readonly secrets: { readonly [variable: string]: KeyOf };
}

/** Throws MLP3002 and MLP3006 for a request that can't be sent. @internal */
export function checkRequest({ path, sample, method, headers = {} }: CheckedRequest, what: string): void {
  checkUrlPath(path, `the path of ${what}`);
  const isSample = typeof sample === 'object' && sample !== null && 'contentType' in sample && 'content' in sample;
  if (sample !== undefined && !isSample)
    throw unusableCheck(`the sample of ${what} is ${show(sample)}, not Sample.file(…) or Sample.json(…)`);
  if (method !== undefined && !['GET', 'POST', 'PUT', 'PATCH'].includes(method))
    throw unusableCheck(`${what} uses the method ${show(method)}`);
  if (sample !== undefined && method === 'GET') throw unusableCheck(`${what} can not send a sample with GET`);
  const { json } = headerEnv(headers);
  const variables = Object.fromEntries(Object.keys(headers).map((name) => [variableOf(name), 'x']));
  checkRead('MLP3006', `the headers of ${what}`, () => readHeaders(json, variables, () => undefined));
}

/** @internal */
export function headerEnv(headers: NonNullable<CheckedRequest['headers']>): HeaderEnv {
  const entries = Object.entries(headers);
  const secrets = entries.flatMap(([name, value]) =>
    typeof value === 'string' ? [] : [[variableOf(name), value] as const],
  );
  const json = entries.map(([name, value]) => [name, typeof value === 'string' ? value : { env: variableOf(name) }]);
  return { json: Object.fromEntries(json), secrets: Object.fromEntries(secrets) };
}

/** The name of a check of a path, unless it was given one. @internal */
export function nameOfCheck(kind: string, path: string): string {
  return kebabCase(`${kind}-${path.split(/[?#]/)[0] ?? ''}`)
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/-$/, '');
}

function variableOf(header: string): string {
  return `HEADER_${header.toUpperCase().replaceAll('-', '_')}`;
}
