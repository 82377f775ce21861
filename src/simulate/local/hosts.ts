import { LocalProblem } from './problem';

/** Where a name of the cluster is on this machine. @internal */
export interface HostAddress {
  readonly host: string;
  /** Only for this port of it. */
  readonly port: number | undefined;
  readonly toHost: string;
  /** The same port if there is none. */
  readonly toPort: number | undefined;
}

/** Reads `name[:port]=address[:port]`. Throws a `LocalProblem` for anything else. @internal */
export function hostAddress(text: string): HostAddress {
  const [, host, port, toHost, toPort] =
    /^([A-Za-z0-9][-A-Za-z0-9.]*)(?::(\d{1,5}))?=([A-Za-z0-9][-A-Za-z0-9.]*)(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (host === undefined || toHost === undefined)
    throw new LocalProblem(
      `'${text}' is no host: write name=address, such as mlflow.mlops.svc.cluster.local=127.0.0.1:5000`,
    );
  const number = (digits: string | undefined) => (digits === undefined ? undefined : Number(digits));
  return { host: host.toLowerCase(), port: number(port), toHost, toPort: number(toPort) };
}

const service = /(?:^|["@/])([a-z0-9][-a-z0-9.]*\.svc(?:\.[a-z0-9][-a-z0-9.]*)?)(?::(\d{1,5}))?(?=["?/]|$)/g;

/** Services that the variables of a program name, and that nobody has given an address for. @internal */
export function unknownHosts(env: Readonly<Record<string, string>>, hosts: readonly HostAddress[]): readonly string[] {
  const isKnown = (name: string, port: string | undefined): boolean =>
    hosts.some(
      (each) => each.host === name && (each.port === undefined || port === undefined || each.port === Number(port)),
    );
  const named = Object.values(env).flatMap((value) => [...value.matchAll(service)]);
  const unknown = named.filter(([, name = '', port]) => !isKnown(name, port));
  return [...new Set(unknown.map(([, name = '', port]) => (port === undefined ? name : `${name}:${port}`)))];
}

/**
 * The text of a module that Node reads before a program: connections to these hosts go to their addresses. So names stay what
 * they are in records, certificates and `Host` headers, and programs know nothing of it.
 *
 * @internal
 */
export function hostsModule(hosts: readonly HostAddress[]): string {
  return `import { Socket } from 'node:net';

const hosts = ${JSON.stringify(hosts)};
const connect = Socket.prototype.connect;

Socket.prototype.connect = function (...given) {
  const [options] = Array.isArray(given[0]) ? given[0] : given;
  if (typeof options === 'object' && options !== null && typeof options.host === 'string') {
    const host = options.host.toLowerCase();
    const found = hosts.find((each) => each.host === host && (each.port === undefined || each.port === Number(options.port)));
    if (found !== undefined) {
      options.host = found.toHost;
      if (found.toPort !== undefined) options.port = found.toPort;
    }
  }
  return connect.apply(this, given);
};
`;
}
