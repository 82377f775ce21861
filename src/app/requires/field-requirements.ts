import type { Requirement } from '../../core/requirement';

/** A field of a manifest that works only with something beyond the component that serves the kind. */
interface FieldRule {
  /** API group of the object. */
  readonly group: RegExp;
  readonly field: string;
  /** Whether this value of the field is meant; all are, if left out. */
  readonly when?: (value: unknown, parent: string) => boolean;
  readonly requirement: Requirement;
}

const ARGO = /^argoproj\.io\//;
const TEKTON = /^tekton\.dev\//;
const featureFlag = (setting: string): Requirement => ({
  component: 'Tekton Pipelines',
  setting: `\`${setting}\` in ConfigMap \`feature-flags\``,
});
const metricsServer: Requirement = { component: 'metrics-server' };

const RULES: readonly FieldRule[] = [
  {
    group: ARGO,
    field: 'plugin',
    when: (_, parent) => parent !== 'artifacts' && parent !== 'archiveLocation',
    requirement: {
      component: 'Argo Workflows',
      setting: '`ARGO_EXECUTOR_PLUGINS=true` in the environment of the controller',
    },
  },
  {
    group: ARGO,
    field: 'plugin',
    when: (_, parent) => parent === 'artifacts' || parent === 'archiveLocation',
    requirement: {
      component: 'Argo Workflows',
      version: '4.0',
      setting: 'the artifact plugin under `artifactDrivers`',
    },
  },
  {
    group: ARGO,
    field: 'database',
    when: (value, parent) => value !== false && /^(?:mutex(?:es)?|semaphores?)$/.test(parent),
    requirement: {
      component: 'Argo Workflows',
      setting: '`synchronization` with a database in the controller’s ConfigMap',
    },
  },
  { group: ARGO, field: 'pendingTimeout', requirement: { component: 'Argo Workflows', version: '4.1' } },
  {
    group: ARGO,
    field: 'executorPlugins',
    requirement: { component: 'Argo Workflows', version: '4.1', setting: 'executor plugins of a workflow allowed' },
  },
  { group: TEKTON, field: 'cel', when: isString, requirement: featureFlag('enable-cel-in-whenexpression: "true"') },
  { group: TEKTON, field: 'enum', when: Array.isArray, requirement: featureFlag('enable-param-enum: "true"') },
  { group: TEKTON, field: 'stdoutConfig', requirement: featureFlag('enable-api-fields: "alpha"') },
  { group: TEKTON, field: 'stderrConfig', requirement: featureFlag('enable-api-fields: "alpha"') },
  {
    group: TEKTON,
    field: 'pipelineRef',
    when: (_, parent) => parent === 'tasks' || parent === 'finally',
    requirement: featureFlag('enable-api-fields: "alpha"'),
  },
  {
    group: TEKTON,
    field: 'pipelineSpec',
    when: (_, parent) => parent === 'tasks' || parent === 'finally',
    requirement: featureFlag('enable-api-fields: "alpha"'),
  },
  {
    group: /^autoscaling\//,
    field: 'type',
    when: (value, parent) => parent === 'metrics' && (value === 'Resource' || value === 'ContainerResource'),
    requirement: metricsServer,
  },
  { group: /^autoscaling\//, field: 'targetCPUUtilizationPercentage', requirement: metricsServer },
  {
    group: /^serving\.kserve\.io\//,
    field: 'scaleMetric',
    when: (value) => value === 'cpu' || value === 'memory',
    requirement: metricsServer,
  },
  {
    group: /^rbac\.authorization\.k8s\.io\//,
    field: 'apiGroups',
    when: (value) => Array.isArray(value) && value.includes('metrics.k8s.io'),
    requirement: metricsServer,
  },
];

const BY_FIELD = new Map<string, FieldRule[]>();
for (const rule of RULES) BY_FIELD.set(rule.field, [...(BY_FIELD.get(rule.field) ?? []), rule]);

/**
 * What a field of a manifest needs besides its kind.
 *
 * @param parent name of the field around it; for an item of a list, of the list
 * @internal
 */
export function fieldRequirements(
  apiVersion: string,
  parent: string,
  field: string,
  value: unknown,
): readonly Requirement[] {
  const rules = BY_FIELD.get(field);
  if (rules === undefined) return NONE;
  return rules
    .filter(({ group, when }) => group.test(apiVersion) && (when === undefined || when(value, parent)))
    .map(({ requirement }) => requirement);
}

const NONE: readonly Requirement[] = [];

function isString(value: unknown): boolean {
  return typeof value === 'string';
}
