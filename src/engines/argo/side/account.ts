import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { Access } from '../../../core/container/access';
import type { TaskGraph } from '../../../core/task';

/**
 * The account of a unit's pods, and the little it may do: report outputs to the controller, and what its tasks declare.
 *
 * @internal
 */
export function emitAccount(scope: Construct, name: string, namespace: string, tasks: readonly TaskGraph[]): void {
  const metadata = { name, namespace, labels: managed };
  new ApiObject(scope, 'account', k8s.KubeServiceAccount.manifest({ metadata }));
  const role = k8s.KubeRole.manifest({
    metadata,
    rules: [
      { apiGroups: ['argoproj.io'], resources: ['workflowtaskresults'], verbs: ['create', 'patch'] },
      ...distinct(tasks.flatMap(({ access }) => access)).map(({ apiGroup, resources, verbs, names }) => ({
        apiGroups: [apiGroup],
        resources: [...resources],
        verbs: [...verbs],
        ...(names === undefined ? {} : { resourceNames: [...names] }),
      })),
    ],
  });
  new ApiObject(scope, 'role', role);
  const binding = k8s.KubeRoleBinding.manifest({
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  });
  new ApiObject(scope, 'role-binding', binding);
}

/** Labels of everything that is emitted beside a user's own objects. @internal */
export const managed: { readonly [label: string]: string } = { 'app.kubernetes.io/managed-by': 'cdk8s-mlops' };

function distinct(rules: readonly Access[]): readonly Access[] {
  const seen = new Map(rules.map((rule) => [JSON.stringify(rule), rule]));
  return [...seen.keys()].sort().flatMap((key) => seen.get(key) ?? []);
}
