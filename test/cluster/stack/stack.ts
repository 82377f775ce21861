import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Servers, serversIn } from '../../harness/servers';
import { type Access, type ApiClient, apiClient } from '../api/client';
import { listPath } from '../api/paths';
import { certificateOf, startApiServer } from './api-server';
import type { Binaries } from './binaries';
import { controllerConfig, controllerEnv } from './controller-config';
import { startTekton } from './tekton/start-tekton';
import type { TektonBinaries } from './tekton/tekton-binaries';

/** The running servers. */
export interface Stack {
  readonly access: Access;
  /** File of the controller's log. */
  readonly controllerLog: string;
  stop(): Promise<void>;
}

/**
 * Starts etcd, the API server with the full CRDs, Argo's controller, and Tekton's webhook and controller if it gets them;
 * files go to `home`, an empty folder.
 */
export async function startStack(binaries: Binaries, home: string, tekton?: TektonBinaries): Promise<Stack> {
  const servers = serversIn(home);
  try {
    const definitions = tekton && { folders: [binaries.crds, tekton.crds], seed: tekton.seed };
    const access = await startApiServer(binaries, servers, definitions);
    const kubeconfig = writeKubeconfig(home, access);
    const [controllerLog] = await Promise.all([
      startController(binaries, servers, kubeconfig, apiClient(access)),
      tekton && startTekton(tekton, servers, kubeconfig, apiClient(access)),
    ]);
    return { access, controllerLog, stop: servers.stop };
  } catch (problem) {
    await servers.stop();
    throw problem;
  }
}

async function startController(
  { workflowController }: Binaries,
  servers: Servers,
  kubeconfig: string,
  api: ApiClient,
): Promise<string> {
  await prepare(api);
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
