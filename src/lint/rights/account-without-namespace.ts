import { yaml } from '../example';
import { mapsIn, textIn } from '../members';
import { objectsOf } from '../objects/named';
import type { Rule } from '../rule';

/** @internal */
export const accountWithoutNamespace: Rule = {
  code: 'MLL1111',
  title: 'an account of a ClusterRoleBinding without its namespace',
  severity: 'error',
  why: 'The API server refuses the object: an account lives in a namespace, and the binding in none.',
  fix: "write 'namespace' beside the name of the account",
  bad: yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRoleBinding
    metadata:
      name: trainer
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: ClusterRole
      name: view
    subjects:
      - kind: ServiceAccount
        name: trainer
  `,
  good: yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRoleBinding
    metadata:
      name: trainer
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: ClusterRole
      name: view
    subjects:
      - kind: ServiceAccount
        name: trainer
        namespace: ml
  `,
  *check(project) {
    for (const document of objectsOf(project, 'ClusterRoleBinding', 'rbac.authorization.k8s.io'))
      for (const [i, { kind, name, namespace }] of mapsIn(document.value.subjects)) {
        if (kind !== 'ServiceAccount' || textIn(namespace) !== '') continue;
        const message = `the account '${textIn(name)}' has no namespace`;
        yield { document, path: ['subjects', i], message };
      }
  },
};
