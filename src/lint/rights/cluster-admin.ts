import { yaml } from '../example';
import { mapIn, mapsIn, textIn } from '../members';
import { objectsOf } from '../objects/named';
import type { Rule } from '../rule';

/** @internal */
export const clusterAdmin: Rule = {
  code: 'MLL2608',
  title: 'an account that may do everything',
  severity: 'warning',
  why: 'Any step that runs as the account, and who gets its token, owns the cluster.',
  fix: 'bind a Role with what is needed',

  bad: yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRoleBinding
    metadata:
      name: pipelines
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: ClusterRole
      name: cluster-admin
    subjects:
      - kind: ServiceAccount
        name: runner
        namespace: mlops
  `,
  good: yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata:
      name: pipelines
      namespace: mlops
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: Role
      name: runner
    subjects:
      - kind: ServiceAccount
        name: runner
        namespace: mlops
  `,
  *check(project) {
    const group = 'rbac.authorization.k8s.io';
    for (const kind of ['ClusterRoleBinding', 'RoleBinding']) {
      for (const document of objectsOf(project, kind, group)) {
        if (mapIn(document.value, 'roleRef').name !== 'cluster-admin') continue;
        for (const [i, subject] of mapsIn(document.value.subjects)) {
          const isOpen =
            subject.kind === 'Group' &&
            /^system:(?:serviceaccounts|authenticated|unauthenticated)/.test(textIn(subject.name));
          if (subject.kind !== 'ServiceAccount' && !isOpen) continue;
          const who =
            subject.kind === 'Group'
              ? `everybody in '${textIn(subject.name)}'`
              : `the account '${textIn(subject.name)}'`;
          yield { document, path: ['subjects', i], message: `${who} is bound to cluster-admin` };
        }
      }
    }
  },
};
