import type { WorkflowSpec } from '../../../../src/engines/argo/index';
import type { Manifest } from '../emitted';
import { everyKey, everyText, ofKind, type Rule } from './rule';

interface Rules {
  readonly rules?: readonly {
    readonly resources?: readonly string[];
    readonly verbs?: readonly string[];
    readonly apiGroups?: readonly string[];
    readonly resourceNames?: readonly string[];
  }[];
}

const rulesOf = (manifest: Manifest) => (manifest as unknown as Rules).rules ?? [];
const changes = ['update', 'patch', 'delete', 'deletecollection'];

/** What objects may be; the number is that of the checklist. */
export const objectRules: readonly Rule[] = [
  ofKind('4 the account of an object is there, and bound', 'WorkflowTemplate', ({ metadata: { name } }, all) => {
    const has = (kind: string) => all.some((other) => other.kind === kind && other.metadata.name === name);
    return has('ServiceAccount') && has('Role') && has('RoleBinding');
  }),
  {
    what: '6 there is nothing that holds for the whole cluster',
    broken: ({ manifests }) => manifests.map(({ kind }) => kind).filter((kind) => kind.startsWith('Cluster')),
  },
  ofKind('6 roles name what is allowed, and objects wherever something is changed', 'Role', (manifest) =>
    rulesOf(manifest).every(({ resources = [], verbs = [], apiGroups = [], resourceNames = [] }) => {
      const wide = [...resources, ...verbs, ...apiGroups].includes('*') || resources.includes('pods/exec');
      const secrets = resources.includes('secrets') && verbs.some((verb) => ['list', 'watch'].includes(verb));
      // Argo creates these with names that nobody knows before.
      const results = resources.join() === 'workflowtaskresults' && verbs.join() === 'create,patch';
      const reason = (manifest.metadata.annotations as Record<string, string> | undefined)?.['cdk8s-mlops/any-name'];
      const named = resourceNames.length > 0 || results || reason !== undefined;
      const unnamed = verbs.some((verb) => changes.includes(verb)) && !named;
      return !wide && !secrets && !unnamed;
    }),
  ),
  {
    what: '9 what a run is started with is checked before anything else',
    broken: ({ manifests }) =>
      manifests
        .filter(({ kind }) => kind === 'WorkflowTemplate')
        .filter(({ spec }) => {
          const { arguments: args, entrypoint, templates = [] } = spec as WorkflowSpec;
          const first = templates.find(({ name }) => name === entrypoint)?.steps?.[0]?.[0]?.arguments?.parameters ?? [];
          return (args?.parameters ?? []).some(({ name }) => {
            const value = first.find((parameter) => parameter.name === name)?.value ?? '';
            return !/^\{\{= .* \? .* : nil \}\}$/s.test(String(value));
          });
        })
        .map(({ metadata }) => metadata.name),
  },
  ofKind('11 every run has a deadline', 'WorkflowTemplate', ({ spec }) => {
    return Number((spec as WorkflowSpec).activeDeadlineSeconds) > 0;
  }),
  {
    what: '12 retries of a whole run are never made',
    broken: ({ templates }) =>
      templates.flatMap(({ of, spec }) => (spec.retryStrategy === undefined ? [] : [of.metadata.name])),
  },
  {
    what: '13 locks are taken by the run, never by a template inside it',
    broken: ({ templates }) =>
      templates.flatMap(({ template }) => (template.synchronization === undefined ? [] : [template.name ?? ''])),
  },
  ofKind('14 finished runs and their pods are removed', 'WorkflowTemplate', ({ spec }) => {
    // The pods belong to the run and go with it.
    return (spec as WorkflowSpec).ttlStrategy?.secondsAfterCompletion !== undefined;
  }),
  ofKind('15 schedules let one run at a time start, not late, in a named time zone', 'CronWorkflow', ({ spec }) => {
    const { concurrencyPolicy, startingDeadlineSeconds, timezone, schedules, ...rest } = spec as Record<
      string,
      unknown
    >;
    const limits = [rest.successfulJobsHistoryLimit, rest.failedJobsHistoryLimit].every((limit) => Number(limit) > 0);
    return (
      concurrencyPolicy === 'Forbid' &&
      Number(startingDeadlineSeconds) > 0 &&
      typeof timezone === 'string' &&
      Array.isArray(schedules) &&
      limits
    );
  }),
  {
    what: '18 no service is reached at localhost',
    broken: ({ manifests }) =>
      manifests
        .filter(({ kind }) => kind !== 'ConfigMap')
        .flatMap((manifest) =>
          everyText(manifest).filter((text) => /\/\/(localhost|127\.|0\.0\.0\.0|\[::1?\])/i.test(text)),
        ),
  },
  {
    what: '21 nothing of the host is used',
    broken: ({ manifests }) =>
      manifests.flatMap((manifest) =>
        everyKey(manifest.kind === 'ConfigMap' ? {} : manifest).filter((key) =>
          ['hostPath', 'hostNetwork', 'hostPID', 'hostIPC', 'hostPort', 'privileged'].includes(key),
        ),
      ),
  },
  {
    what: '22 every object says who made it',
    broken: ({ manifests }) =>
      manifests
        .filter(({ metadata }) => {
          const labels = metadata.labels as Record<string, string> | undefined;
          return labels?.['app.kubernetes.io/managed-by'] !== 'cdk8s-mlops';
        })
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`),
  },
  {
    what: '23 every object has a stable name and a namespace',
    broken: ({ manifests }) =>
      manifests
        // A namespace is in none.
        .filter(
          ({ kind, metadata }) =>
            (metadata.namespace === undefined && kind !== 'Namespace') || everyKey(metadata).includes('generateName'),
        )
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`),
  },
  {
    what: '23 there is nothing that is run just by applying it',
    broken: ({ manifests }) =>
      manifests.map(({ kind }) => kind).filter((kind) => ['Workflow', 'Job', 'Pod'].includes(kind)),
  },
  {
    what: '24 no pod is patched',
    broken: ({ manifests }) =>
      manifests.flatMap((manifest) => everyKey(manifest.spec).filter((key) => key === 'podSpecPatch')),
  },
  ofKind(
    '26 programs and samples travel in ConfigMaps that never change',
    'ConfigMap',
    ({ immutable, data, metadata }) => {
      // A release record is emitted empty: what it says is written by programs.
      const isRecord = /^(release|verdicts)-/.test(metadata.name) && data === undefined;
      // Nothing runs a dashboard, and Grafana looks for it by its label.
      const isDashboard = (metadata.labels as Record<string, string> | undefined)?.grafana_dashboard !== undefined;
      return immutable === true || isRecord || isDashboard || metadata.name.startsWith('queue-');
    },
  ),
];
