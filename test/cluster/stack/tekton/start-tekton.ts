import { execFileSync } from 'node:child_process';
import type { Servers } from '../../../harness/servers';
import { type ApiClient, ApiError } from '../../api/client';
import { listPath } from '../../api/paths';
import { installTekton, namespace, webhookAddress, webhookPort } from './install-tekton';
import type { TektonBinaries } from './tekton-binaries';

const env = {
  SYSTEM_NAMESPACE: namespace,
  KUBERNETES_MIN_VERSION: 'v1.28.0',
  CONFIG_DEFAULTS_NAME: 'config-defaults',
  CONFIG_LOGGING_NAME: 'config-logging',
  CONFIG_OBSERVABILITY_NAME: 'config-observability',
  CONFIG_FEATURE_FLAGS_NAME: 'feature-flags',
  CONFIG_SPIRE: 'config-spire',
  METRICS_DOMAIN: 'tekton.dev/pipeline',
};

/** Names of images that nobody pulls: the stand-in kubelet has the program. */
const images = ['entrypoint', 'nop', 'sidecarlogresults', 'workingdirinit', 'shell'].flatMap((name) => [
  `-${name}-image`,
  `${name}.local`,
]);

/** Starts Tekton's webhook and controller, and waits until the webhook judges. */
export async function startTekton(
  binaries: TektonBinaries,
  servers: Servers,
  kubeconfig: string,
  api: ApiClient,
): Promise<void> {
  execFileSync('ip', ['address', 'add', `${webhookAddress}/32`, 'dev', 'lo']);
  await installTekton(api, binaries.config);
  const common = ['-kubeconfig', kubeconfig, '-kube-api-qps', '500', '-kube-api-burst', '1000', '-disable-ha'];
  const webhook = servers.start('tekton-webhook', binaries.webhook, common, {
    ...env,
    CONFIG_LEADERELECTION_NAME: 'config-leader-election-webhook',
    WEBHOOK_ADMISSION_CONTROLLER_NAME: 'webhook.pipeline.tekton.dev',
    WEBHOOK_SERVICE_NAME: 'tekton-pipelines-webhook',
    WEBHOOK_SECRET_NAME: 'webhook-certs',
    WEBHOOK_PORT: String(webhookPort),
    PROBES_PORT: '18080',
    PROFILING_PORT: '18008',
  });
  const controller = servers.start(
    'tekton-controller',
    binaries.controller,
    [...common, ...images, '-shell-image-win', 'none.local'],
    {
      ...env,
      CONFIG_LEADERELECTION_NAME: 'config-leader-election-controller',
      PROBES_PORT: '18081',
      PROFILING_PORT: '18009',
    },
  );
  await webhook.until(() => judges(api));
  await controller.until(async () => true);
}

/** Whether a Task without steps is refused by the webhook; before, it can't be asked, or is not asked yet. */
async function judges(api: ApiClient): Promise<boolean> {
  const task = { apiVersion: 'tekton.dev/v1', kind: 'Task', metadata: { name: 'nothing' }, spec: { steps: [] } };
  try {
    await api.create(`${listPath(task.apiVersion, task.kind, 'default')}?dryRun=All`, task);
    return false;
  } catch (problem) {
    return problem instanceof ApiError && problem.message.includes('validation.webhook.pipeline.tekton.dev');
  }
}
