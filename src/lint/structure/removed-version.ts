import { kindsOf } from '../../schemas/release';
import type { ManifestValue } from '../../yaml/manifest';
import { yaml } from '../example';
import type { Rule } from '../rule';
import { releasesOf } from '../targets';

/** @internal */
export const removedVersion: Rule = {
  code: 'MLL1110',
  title: 'a version of an API that Kubernetes has no more',
  severity: 'error',
  why: 'The API server refuses the object: no matches for kind.',
  fix: 'write the version that took its place',
  bad: yaml`
    apiVersion: batch/v1beta1
    kind: CronJob
    metadata:
      name: retrain
    spec:
      schedule: '0 2 * * 0'
      jobTemplate:
        spec:
          template:
            spec:
              restartPolicy: Never
              containers:
                - name: start
                  image: trainer:1.4.2
  `,
  good: yaml`
    apiVersion: batch/v1
    kind: CronJob
    metadata:
      name: retrain
    spec:
      schedule: '0 2 * * 0'
      concurrencyPolicy: Forbid
      jobTemplate:
        spec:
          template:
            spec:
              restartPolicy: Never
              containers:
                - name: start
                  image: trainer:1.4.2
  `,
  *check({ documents, targets }) {
    const known = releasesOf(targets).flatMap((release) => kindsOf(release));
    for (const document of documents) {
      const row = rowOf(document.value);
      if (row === undefined) continue;
      const { apiVersion, kind } = document.value;
      // Where the group stayed, and the kind is one that is known, the rule about kinds says so.
      const [group = ''] = apiVersion.split('/');
      if (group.includes('.') && known.some((each) => each.kind === kind && each.apiVersion.startsWith(`${group}/`)))
        continue;
      yield {
        document,
        path: ['apiVersion'],
        message: `'${apiVersion}' has no ${kind} since Kubernetes ${row.since}`,
        fix: row.to === undefined ? row.instead : `write ${row.to}`,
      };
    }
  },
};

interface RemovedVersion {
  readonly versions: readonly string[];
  readonly kinds: readonly string[];
  readonly since: string;
  readonly to?: string;
  /** What to do where nothing took its place. */
  readonly instead?: string;
}

const workloads = ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet', 'ControllerRevision'];
const admission = "label the namespace with 'pod-security.kubernetes.io/enforce'";

/** @see https://kubernetes.io/docs/reference/using-api/deprecation-guide/ */
const table: readonly RemovedVersion[] = [
  {
    versions: ['extensions/v1beta1', 'apps/v1beta1', 'apps/v1beta2'],
    kinds: workloads,
    since: '1.16',
    to: 'apps/v1',
  },
  { versions: ['extensions/v1beta1'], kinds: ['NetworkPolicy'], since: '1.16', to: 'networking.k8s.io/v1' },
  { versions: ['extensions/v1beta1'], kinds: ['PodSecurityPolicy'], since: '1.16', instead: admission },
  {
    versions: ['extensions/v1beta1', 'networking.k8s.io/v1beta1'],
    kinds: ['Ingress', 'IngressClass'],
    since: '1.22',
    to: 'networking.k8s.io/v1',
  },
  {
    versions: ['apiextensions.k8s.io/v1beta1'],
    kinds: ['CustomResourceDefinition'],
    since: '1.22',
    to: 'apiextensions.k8s.io/v1',
  },
  {
    versions: ['scheduling.k8s.io/v1alpha1', 'scheduling.k8s.io/v1beta1'],
    kinds: ['PriorityClass'],
    since: '1.22',
    to: 'scheduling.k8s.io/v1',
  },
  { versions: ['batch/v2alpha1'], kinds: ['CronJob'], since: '1.21', to: 'batch/v1' },
  { versions: ['batch/v1beta1'], kinds: ['CronJob'], since: '1.25', to: 'batch/v1' },
  { versions: ['policy/v1beta1'], kinds: ['PodDisruptionBudget'], since: '1.25', to: 'policy/v1' },
  { versions: ['policy/v1beta1'], kinds: ['PodSecurityPolicy'], since: '1.25', instead: admission },
  { versions: ['autoscaling/v2beta1'], kinds: ['HorizontalPodAutoscaler'], since: '1.25', to: 'autoscaling/v2' },
  { versions: ['autoscaling/v2beta2'], kinds: ['HorizontalPodAutoscaler'], since: '1.26', to: 'autoscaling/v2' },
];

function rowOf({ apiVersion, kind }: ManifestValue): RemovedVersion | undefined {
  return table.find(({ versions, kinds }) => versions.includes(apiVersion) && kinds.includes(kind));
}
