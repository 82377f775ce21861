import { own } from '../../core/own';

/** A kind as roles name it. @internal */
export interface KnownResource {
  readonly group: string;
  readonly kind: string;
  /** The word in rules. */
  readonly resource: string;
  readonly isNamespaced: boolean;
}

/** By group: kinds with the words that roles have for them; what lives in no namespace stands behind the bar. */
const table: Readonly<Record<string, string>> = {
  '': 'Pod pods, Service services, ConfigMap configmaps, Secret secrets, ServiceAccount serviceaccounts, PersistentVolumeClaim persistentvolumeclaims, Endpoints endpoints, Event events, LimitRange limitranges, ResourceQuota resourcequotas, ReplicationController replicationcontrollers | Namespace namespaces, Node nodes, PersistentVolume persistentvolumes',
  apps: 'Deployment deployments, StatefulSet statefulsets, DaemonSet daemonsets, ReplicaSet replicasets |',
  batch: 'Job jobs, CronJob cronjobs |',
  autoscaling: 'HorizontalPodAutoscaler horizontalpodautoscalers |',
  policy: 'PodDisruptionBudget poddisruptionbudgets |',
  'networking.k8s.io': 'Ingress ingresses, NetworkPolicy networkpolicies | IngressClass ingressclasses',
  'gateway.networking.k8s.io':
    'HTTPRoute httproutes, GRPCRoute grpcroutes, Gateway gateways, ReferenceGrant referencegrants | GatewayClass gatewayclasses',
  'rbac.authorization.k8s.io':
    'Role roles, RoleBinding rolebindings | ClusterRole clusterroles, ClusterRoleBinding clusterrolebindings',
  'storage.k8s.io': ' | StorageClass storageclasses, CSIDriver csidrivers, VolumeAttachment volumeattachments',
  'scheduling.k8s.io': ' | PriorityClass priorityclasses',
  'apiextensions.k8s.io': ' | CustomResourceDefinition customresourcedefinitions',
  'admissionregistration.k8s.io':
    ' | ValidatingWebhookConfiguration validatingwebhookconfigurations, MutatingWebhookConfiguration mutatingwebhookconfigurations',
  'apiregistration.k8s.io': ' | APIService apiservices',
  'coordination.k8s.io': 'Lease leases |',
  'argoproj.io':
    'Workflow workflows, WorkflowTemplate workflowtemplates, CronWorkflow cronworkflows, WorkflowTaskResult workflowtaskresults, WorkflowTaskSet workflowtasksets, WorkflowEventBinding workfloweventbindings, Sensor sensors, EventSource eventsources, EventBus eventbus, Application applications, AppProject appprojects, ApplicationSet applicationsets, Rollout rollouts, AnalysisRun analysisruns | ClusterWorkflowTemplate clusterworkflowtemplates, ClusterAnalysisTemplate clusteranalysistemplates',
  'tekton.dev':
    'Task tasks, TaskRun taskruns, Pipeline pipelines, PipelineRun pipelineruns, CustomRun customruns, StepAction stepactions |',
  'triggers.tekton.dev':
    'EventListener eventlisteners, Trigger triggers, TriggerBinding triggerbindings, TriggerTemplate triggertemplates, Interceptor interceptors | ClusterTriggerBinding clustertriggerbindings, ClusterInterceptor clusterinterceptors',
  'serving.kserve.io':
    'InferenceService inferenceservices, ServingRuntime servingruntimes, TrainedModel trainedmodels, InferenceGraph inferencegraphs | ClusterServingRuntime clusterservingruntimes, ClusterStorageContainer clusterstoragecontainers',
};

/** @internal */
export const knownResources: readonly KnownResource[] = Object.entries(table).flatMap(([group, kinds]) =>
  kinds.split('|').flatMap((list, i) =>
    list
      .split(',')
      .map((pair) => pair.trim().split(' '))
      .flatMap(([kind = '', resource]) =>
        resource === undefined ? [] : [{ group, kind, resource, isNamespaced: i === 0 }],
      ),
  ),
);

/** The word of roles for a kind; made of its name where it is not known. @internal */
export function resourceOfKind(
  apiVersion: string,
  kind: string,
): { readonly group: string; readonly resource: string } {
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  const known = knownResources.find((each) => each.group === group && each.kind === kind);
  const word = kind.toLowerCase();
  const plural = /(?:s|x|ch)$/.test(word)
    ? `${word}es`
    : /[^aeiou]y$/.test(word)
      ? `${word.slice(0, -1)}ies`
      : `${word}s`;
  return { group, resource: known?.resource ?? plural };
}

const short: Readonly<Record<string, string>> = {
  ...{ po: 'pods', svc: 'services', cm: 'configmaps', sa: 'serviceaccounts', pvc: 'persistentvolumeclaims' },
  ...{ ns: 'namespaces', deploy: 'deployments', sts: 'statefulsets', ds: 'daemonsets', rs: 'replicasets' },
  ...{
    cj: 'cronjobs',
    hpa: 'horizontalpodautoscalers',
    isvc: 'inferenceservices',
    wf: 'workflows',
    pr: 'pipelineruns',
    tr: 'taskruns',
  },
};

/** What kubectl means by a word: plural, singular, short, with or without a group. @internal */
export function resourceOfWord(word: string): KnownResource | undefined {
  const [name = '', ...group] = word.toLowerCase().split('.');
  const wanted = own(short, name) ?? name;
  return knownResources.find(
    (each) =>
      (each.resource === wanted || each.kind.toLowerCase() === wanted) &&
      (group.length === 0 || each.group === group.join('.')),
  );
}
