import type { BasicAuth, SASLConfig, TLSConfig, WatchPathConfig, WebhookContext } from '../../../schemas/events/types';
import { isEmpty, type Refusals } from './refusals';

/** @internal */
export function* webhookRefusals(context: WebhookContext | undefined): Refusals {
  if (context === undefined) {
    // Argo Events itself says an empty text here.
    yield 'webhook must be specified';
    return;
  }
  if (isEmpty(context.endpoint)) yield "endpoint can't be empty";
  if (isEmpty(context.port)) yield "port can't be empty";
  else if (!/^[-+]?\d+$/.test(context.port))
    yield `failed to parse server port ${context.port}. err: strconv.Atoi: parsing ${JSON.stringify(context.port)}: invalid syntax`;
}

/** @internal */
export function* tlsRefusals(tls: TLSConfig): Refusals {
  const { insecureSkipVerify, enabled, caCertSecret: ca, clientCertSecret: cert, clientKeySecret: key } = tls;
  if (insecureSkipVerify === true) return;
  if (!ca && !cert && !key && enabled !== true)
    yield 'invalid tls config, please configure either caCertSecret, or clientCertSecret and clientKeySecret, or both';
  if ((cert || key) && (!cert || !key))
    yield 'invalid tls config, both clientCertSecret and clientKeySecret need to be configured';
}

/** @internal */
export function* basicAuthRefusals({ username, password }: BasicAuth): Refusals {
  if (!username) yield 'username missing';
  if (!password) yield 'password missing';
}

const mechanisms = ['', 'PLAIN', 'OAUTHBEARER', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'GSSAPI'];

/** @internal */
export function* saslRefusals({ mechanism = '', userSecret, passwordSecret }: SASLConfig): Refusals {
  if (!mechanisms.includes(mechanism))
    yield 'invalid sasl config. Possible values for SASL Mechanism are `OAUTHBEARER`, `PLAIN`, `SCRAM-SHA-256`, `SCRAM-SHA-512` and `GSSAPI`';
  if (!userSecret || !passwordSecret) yield 'invalid sasl config, both userSecret and passwordSecret must be defined';
}

/** @internal */
export function* watchPathRefusals({ directory, path = '', pathRegexp = '' }: WatchPathConfig): Refusals {
  if (isEmpty(directory)) yield 'directory is required';
  else if (!directory.startsWith('/')) yield 'directory must be an absolute file path';
  if (path === '' && pathRegexp === '') yield 'either path or pathRegexp must be specified';
  if (path !== '' && pathRegexp !== '') yield 'path and pathRegexp cannot be specified together';
  if (path.startsWith('/')) yield 'path must be a relative file path';
}
