import { show } from '../core/check-value';
import { localHost } from '../core/container/local-address';
import { PipelineError } from '../core/error';

/**
 * The address of a service as pods see it. Throws MLP1209 for one that means another machine inside a cluster.
 *
 * @internal
 */
export function checkServiceUrl(url: string, what: string, at?: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw unusable(`${what} is ${show(url)}`, url, at);
  }
  if (!/^https?:$/.test(parsed.protocol)) throw unusable(`${what} has the scheme '${parsed.protocol}'`, url, at);
  if (parsed.username !== '' || parsed.password !== '') throw unusable(`${what} holds credentials`, url, at);
  if (localHost.test(parsed.hostname)) {
    throw unusable(`${what} is '${url}', which inside a pod is the pod itself`, url, at);
  }
  if (parsed.search !== '' || parsed.hash !== '' || url.includes('{{')) throw unusable(`${what} is '${url}'`, url, at);
  return url.replace(/\/+$/, '');
}

function unusable(message: string, actual: string, at: string | undefined): PipelineError {
  return new PipelineError({
    code: 'MLP1209',
    message,
    expected: 'http(s)://<service>.<namespace>.svc.cluster.local:<port>, without credentials, query and fragment',
    fix: 'use the DNS name of the service; pass credentials with secretKey(…)',
    actual,
    at,
  });
}
