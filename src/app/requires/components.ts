import type { Requirement } from '../../core/requirement';

/**
 * What serves the custom resources that this package knows, and the least version with which its output was tried.
 *
 * Kinds are told apart where one API group belongs to several projects.
 */
const COMPONENTS: readonly (readonly [group: string, kinds: RegExp | undefined, requirement: Requirement])[] = [
  ['argoproj.io', /^(?:EventBus|EventSource|Sensor)$/, { component: 'Argo Events', version: '1.9' }],
  ['argoproj.io', /^(?:Application|ApplicationSet|AppProject)$/, { component: 'Argo CD' }],
  ['argoproj.io', /^(?:Rollout|Experiment|(?:Cluster)?Analysis\w*)$/, { component: 'Argo Rollouts' }],
  ['argoproj.io', undefined, { component: 'Argo Workflows', version: '3.7.16' }],
  ['tekton.dev', undefined, { component: 'Tekton Pipelines', version: '1.0' }],
  ['triggers.tekton.dev', undefined, { component: 'Tekton Triggers', version: '0.20' }],
  ['serving.kserve.io', undefined, { component: 'KServe', version: '0.15' }],
  ['monitoring.coreos.com', undefined, { component: 'Prometheus Operator' }],
  ['keda.sh', undefined, { component: 'KEDA' }],
  ['cert-manager.io', undefined, { component: 'cert-manager' }],
  ['external-secrets.io', undefined, { component: 'External Secrets Operator' }],
  ['gateway.networking.k8s.io', undefined, { component: 'Gateway API', version: '1.0' }],
  ['mlops.mlops.dev', undefined, { component: 'Jupyter Notebook Validator Operator' }],
  ['bitnami.com', /^SealedSecret$/, { component: 'Sealed Secrets' }],
];

/**
 * What must be installed for an object of this kind, or `undefined` for what every cluster has.
 *
 * @internal
 */
export function componentFor(apiVersion: string, kind: string): Requirement | undefined {
  const [group = '', version] = apiVersion.split('/');
  if (version === undefined || !group.includes('.')) return undefined;
  const known = COMPONENTS.find(([name, kinds]) => name === group && (kinds === undefined || kinds.test(kind)));
  if (known !== undefined) return known[2];
  return /(?:^|\.)k8s\.io$/.test(group) ? undefined : { component: `what serves ${group}` };
}
