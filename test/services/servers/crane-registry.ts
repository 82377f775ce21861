import { serversIn } from '../../harness/servers';
import { freePort, newFolder, programs } from '../place';
import type { Registry } from './registry';

/** The registry in memory that `crane` brings: it takes content under a digest that is not its own. */
export async function startCraneRegistry(): Promise<Registry> {
  const servers = serversIn(newFolder('crane'));
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const server = servers.start('crane', programs.crane, ['registry', 'serve', '--address', host]);
  await server.until(async () => (await fetch(`http://${host}/v2/`)).ok);
  return { host, url: `http://${host}`, stop: servers.stop };
}
