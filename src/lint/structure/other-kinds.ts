/** Kinds of groups that we know, without schemas: they are as good as those with one, and nobody mistyped them. @internal */
export const otherKinds: Readonly<Record<string, readonly string[]>> = {
  v1: [
    ...['Binding', 'ComponentStatus', 'Endpoints', 'Event', 'List', 'Node', 'PersistentVolume', 'PodTemplate'],
    'ReplicationController',
  ],
  apps: ['ControllerRevision', 'ReplicaSet'],
  'networking.k8s.io': ['IPAddress', 'IngressClass', 'ServiceCIDR'],
  autoscaling: ['Scale'],
  'argoproj.io': [
    ...['AnalysisRun', 'AnalysisTemplate', 'AppProject', 'Application', 'ApplicationSet', 'ArgoCD', 'ArgoCDExport'],
    ...['ClusterAnalysisTemplate', 'Experiment', 'NamespaceManagement', 'NotificationsConfiguration', 'Rollout'],
    ...['RolloutManager', 'WorkflowArtifactGCTask', 'WorkflowEventBinding', 'WorkflowTaskResult', 'WorkflowTaskSet'],
  ],
  'tekton.dev': ['ResolutionRequest'],
  'serving.kserve.io': [
    ...['LLMInferenceService', 'LLMInferenceServiceConfig', 'LocalModelCache', 'LocalModelNamespaceCache'],
    ...['LocalModelNode', 'LocalModelNodeGroup', 'InferenceServiceConfig', 'Predictor'],
  ],
  'gateway.networking.k8s.io': [
    ...['BackendLBPolicy', 'BackendTLSPolicy', 'GRPCRoute', 'Gateway', 'GatewayClass', 'ListenerSet', 'ReferenceGrant'],
    ...['TCPRoute', 'TLSRoute', 'UDPRoute', 'XBackendTrafficPolicy', 'XListenerSet', 'XMesh'],
  ],
};

/** Kinds that are gone, and what there is instead. @internal */
export const goneKinds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'tekton.dev': {
    ClusterTask: 'write a Task; other namespaces reach it by the cluster resolver',
    PipelineResource: 'write a Task that fetches, and hand on what it found as results or in a workspace',
    Condition: "write 'when'",
    Run: 'write a CustomRun',
  },
};
