import { baseUrl } from '../base-url';
import { optional, required, type Variable } from '../environment';
import { excerpt } from '../excerpt';
import { InputError } from '../input-error';
import { decimal, matching, oneOf } from '../parse';
import { type Format, formats } from './message';

/** A path and query below an address that is a secret as a whole; never quoted. */
function webhookUrl(text: string): URL {
  const [address = '', query] = text.split('?', 2);
  const url = baseUrl(address);
  if (query !== undefined && !/^[\x21\x22\x24-\x7e]{0,2000}$/.test(query))
    throw new InputError('has a query that no URL can have');
  return query === undefined ? url : new URL(`${url.href}?${query}`);
}

const words = (limit: number) => (text: string) => excerpt(text, limit);

/**
 * The env variables of notify.
 *
 * @internal
 */
export const contract: {
  readonly url: Variable<URL>;
  readonly format: Variable<Format>;
  readonly deadline: Variable<number>;
  readonly authorization: Variable<string>;
  readonly outcome: Variable<string>;
  readonly reason: Variable<string>;
  readonly application: Variable<string>;
  readonly environment: Variable<string>;
  readonly modelVersion: Variable<string>;
  readonly run: Variable<string>;
  readonly pod: Variable<string>;
  readonly link: Variable<string>;
} = {
  url: required('WEBHOOK_URL', webhookUrl),
  format: optional('FORMAT', oneOf(formats), 'json'),
  deadline: optional('DEADLINE_SECONDS', decimal('seconds', 0.1, 3600), 60),
  authorization: optional('AUTHORIZATION', matching(/^[\x20-\x7e]{1,8192}$/, 'the value of a header'), ''),
  outcome: required('OUTCOME', words(80)),
  reason: optional('REASON', words(500), ''),
  application: optional('APPLICATION', words(120), ''),
  environment: optional('ENVIRONMENT', words(120), ''),
  modelVersion: optional('MODEL_VERSION', words(256), ''),
  run: optional('RUN', words(256), ''),
  // Set by every container runtime.
  pod: optional('HOSTNAME', words(256), ''),
  link: optional('LINK', words(1000), ''),
};
