import { show } from '../core/check-value';
import type { Env, KeyOf } from '../core/container/env';
import { Volume } from '../core/container/volume';
import { PipelineError } from '../core/error';

/** What has a program trust a private authority. @internal */
export interface TrustedCertificates {
  readonly env: Env;
  readonly mounts: { readonly [path: string]: Volume };
}

/** Mounts the file; Node reads it at its start. Throws MLP3021. @internal */
export function trustedCertificates(key: KeyOf | undefined, what: string): TrustedCertificates {
  if (key === undefined) return { env: {}, mounts: {} };
  const { from, object, key: file } = key ?? {};
  if (['secret', 'configMap'].includes(from) && /^[-._a-zA-Z0-9]{1,253}$/.test(String(file))) {
    const volume = from === 'secret' ? Volume.secret(object) : Volume.configMap(object);
    return { env: { NODE_EXTRA_CA_CERTS: `/certificates/${file}` }, mounts: { '/certificates': volume } };
  }
  throw new PipelineError({
    code: 'MLP3021',
    message: `the certificates of ${what} are ${show(key)}`,
    expected: "configKey('internal-ca', 'ca.crt')",
  });
}
