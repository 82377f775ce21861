import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** An HTTP server of ours on loopback. */
export interface HttpServer {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** Where a server listens, and whether over TLS. */
export interface Listening {
  /** An address of loopback. @default 127.0.0.1 */
  readonly address?: string;
  /** @default one that is free */
  readonly port?: number;
  readonly tls?: { readonly key: string; readonly cert: string };
}

export async function startHttpServer(
  listener: RequestListener,
  { address = '127.0.0.1', port: wanted = 0, tls }: Listening = {},
): Promise<HttpServer> {
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, address, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${address}:${port}`,
    port,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
