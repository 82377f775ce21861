import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Servers, serversIn } from '../../harness/servers';
import { type Access, type ApiClient, apiClient } from '../api/client';
import { listPath } from '../api/paths';
import { certificateOf, startApiServer } from './api-server';
import type { Binaries } from './binaries';
import { controllerConfig, controllerEnv } from './controller-config';

/** The running servers. */
export interface Stack {
  readonly access: Access;
  /** File of the controller's log. */
  readonly controllerLog: string;
  stop(): Promise<void>;
}

/** Starts etcd, the API server with Argo's full CRDs, and Argo's controller; files go to `home`, an empty folder. */
export async function startStack(binaries: Binaries, home: string): Promise<Stack> {
  const servers = serversIn(home);
  try {
    const access = await startApiServer(binaries, servers);
    const controllerLog = await startController(binaries, servers, access);
    return { access, controllerLog, stop: servers.stop };
  } catch (problem) {
    await servers.stop();
    throw problem;
  }
}

async function startController({ workflowController }: Binaries, servers: Servers, access: Access): Promise<string> {
  await prepare(apiClient(access));
  const kubeconfig = writeKubeconfig(servers.home, access);
  const controller = servers.start(
    'workflow-controller',
    workflowController,
    ['--kubeconfig', kubeconfig, '-n', 'argo', '--executor-image', 'argoexec:local', '--qps', '500', '--burst', '1000'],
    controllerEnv,
  );
  await controller.until(async () => readFileSync(controller.log, 'utf8').includes('Starting Workflow Controller'));
  return controller.log;
}

/** What a cluster has before anybody installs a pipeline. */
async function prepare(api: ApiClient): Promise<void> {
  await api.create(listPath('v1', 'Namespace'), { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'argo' } });
  await api.create(listPath('v1', 'ConfigMap', 'argo'), controllerConfig);
}

function writeKubeconfig(home: string, { port, token }: Access): string {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'stack',
    clusters: [
      { name: 'stack', cluster: { server: `https://127.0.0.1:${port}`, 'certificate-authority': certificateOf(home) } },
    ],
    users: [{ name: 'stack', user: { token } }],
    contexts: [{ name: 'stack', context: { cluster: 'stack', user: 'stack' } }],
  };
  const file = join(home, 'kubeconfig');
  writeFileSync(file, JSON.stringify(config));
  return file;
}
