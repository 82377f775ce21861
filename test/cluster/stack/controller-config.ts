/** What the controller is configured with: pods that pass pod security `restricted`, and a place for artifacts. */
export const controllerConfig = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'workflow-controller-configmap', namespace: 'argo' },
  data: {
    executor: JSON.stringify({
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 1000,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        seccompProfile: { type: 'RuntimeDefault' },
      },
    }),
    metricsConfig: JSON.stringify({ enabled: false }),
    // Never spoken to: the stand-in kubelet reports artifacts without content.
    artifactRepository: JSON.stringify({
      s3: { endpoint: 'artifacts.invalid', bucket: 'artifacts', useSDKCreds: true },
    }),
  },
};

export const controllerEnv = {
  LEADER_ELECTION_DISABLE: 'true',
  DEFAULT_REQUEUE_TIME: '50ms',
  // Otherwise it waits a second after each update of a workflow.
  INFORMER_WRITE_BACK: 'true',
};
