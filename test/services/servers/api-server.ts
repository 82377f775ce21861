import type { Access } from '../../cluster/api/client';
import { startApiServer as start } from '../../cluster/stack/api-server';
import { serversIn } from '../../harness/servers';
import { newFolder, programs } from '../place';

/** A running API server with Argo's CRDs and no controllers, and how to speak to it as an administrator. */
export interface ApiServer extends Access {
  stop(): Promise<void>;
}

/** One can run at a time: its ports are fixed. */
export async function startApiServer(): Promise<ApiServer> {
  const servers = serversIn(newFolder('api-server'));
  const access = await start(programs.cluster, servers).catch(async (problem) => {
    await servers.stop();
    throw problem;
  });
  return { ...access, stop: servers.stop };
}
