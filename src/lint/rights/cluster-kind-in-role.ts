import { yaml } from '../example';
import { mapsIn, wordsIn } from '../members';
import { objectsOf } from '../objects/named';
import type { Rule } from '../rule';
import { knownResources } from './resources';

/** @internal */
export const clusterKindInRole: Rule = {
  code: 'MLL2606',
  title: 'a Role for what lives in no namespace',
  severity: 'warning',
  why: 'A Role gives rights in its namespace only: this rule gives none, and the request is refused.',
  fix: 'write a ClusterRole, and bind it with a ClusterRoleBinding',

  bad: yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: operator
    rules:
      - apiGroups: ['']
        resources: [pods, nodes]
        verbs: [get, list]
  `,
  good: yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: operator
    rules:
      - apiGroups: ['']
        resources: [pods]
        verbs: [get, list]
  `,
  *check(project) {
    for (const document of objectsOf(project, 'Role', 'rbac.authorization.k8s.io')) {
      for (const [i, rule] of mapsIn(document.value.rules)) {
        const groups = wordsIn(rule.apiGroups);
        for (const [j, word] of wordsIn(rule.resources).entries()) {
          // A namespace itself counts as a thing of that namespace.
          if (word.split('/')[0] === 'namespaces') continue;
          const known = knownResources.find(
            (each) => !each.isNamespaced && each.resource === word.split('/')[0] && groups.includes(each.group),
          );
          if (known !== undefined)
            yield {
              document,
              path: ['rules', i, 'resources', j],
              message: `'${word}' live in no namespace, and a Role is for one`,
            };
        }
      }
    }
  },
};
