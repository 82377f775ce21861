import { startMlflow } from '../../services/servers/mlflow';
import { startRegistry } from '../../services/servers/registry';
import { places } from './addresses';

/** Starts the servers that are programs of their own; the others belong to the tests. */
export default async function setup(): Promise<() => Promise<void>> {
  const { name, port } = places.mlflow;
  const servers = await Promise.all([
    startMlflow({
      version: 3,
      at: places.mlflow,
      allowedHosts: [`${name}:${port}`, `${places.mlflow.address}:${port}`],
    }),
    startRegistry({ at: places.registry }),
  ]);
  return async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
}
