import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serversIn } from '../../harness/servers';
import { freePort, newFolder, programs } from '../place';
import { registryUsers } from './registry-users';
import { startTokenServer } from './token-server';

/** A running image registry without images. */
export interface Registry {
  /** Host and port, as image references have them. */
  readonly host: string;
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Debian's docker-registry. It checks digests, and answers a client that accepts nothing newer with a schema 1 manifest.
 *
 * @param auth how it asks who is there: a password with each request, or a token from a server of its own
 * @param at address and port of loopback; 127.0.0.1 and a free port if absent
 */
export async function startRegistry({
  auth,
  at,
}: {
  readonly auth?: 'basic' | 'bearer';
  readonly at?: { readonly address: string; readonly port: number };
} = {}): Promise<Registry> {
  const servers = serversIn(newFolder('registry'));
  const { home } = servers;
  const host = at === undefined ? `127.0.0.1:${await freePort()}` : `${at.address}:${at.port}`;
  const tokens = auth === 'bearer' ? await startTokenServer(home) : undefined;
  const config = {
    version: 0.1,
    log: { accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(home, 'data') }, delete: { enabled: true } },
    http: { addr: host },
    ...(auth === 'basic' ? { auth: { htpasswd: { realm: 'tests', path: passwordFile(home) } } } : {}),
    ...(tokens === undefined ? {} : { auth: { token: tokens.config } }),
  };
  writeFileSync(join(home, 'config.yml'), JSON.stringify(config));
  const server = servers.start('docker-registry', programs.dockerRegistry, ['serve', join(home, 'config.yml')]);
  await server.until(async () => (await fetch(`http://${host}/v2/`)).status < 500);
  return {
    host,
    url: `http://${host}`,
    stop: async () => {
      await servers.stop();
      await tokens?.stop();
    },
  };
}

function passwordFile(home: string): string {
  const file = join(home, 'htpasswd');
  const lines = Object.values(registryUsers).map(({ username, bcrypt }) => `${username}:${bcrypt}\n`);
  writeFileSync(file, lines.join(''));
  return file;
}
