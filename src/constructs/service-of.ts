import type { Environment } from './environment';

/** A Service of Kubernetes and one of its ports. @internal */
export interface ServicePort {
  readonly name: string;
  readonly port: number;
}

/**
 * The Service that the address of an environment means: `http://<service>.<namespace>.svc…:<port>`, or `http://<service>`.
 * Nothing for an address outside the environment's namespace.
 *
 * @internal
 */
export function serviceOf({ url, namespace }: Pick<Environment, 'url' | 'namespace'>): ServicePort | undefined {
  const { hostname, port, protocol } = new URL(url);
  const [name = '', where = namespace, svc = 'svc'] = hostname.split('.');
  if (where !== namespace || svc !== 'svc' || !/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) return undefined;
  return { name, port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port) };
}
