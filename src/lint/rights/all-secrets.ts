import { yaml } from '../example';
import { mapsIn, wordsIn } from '../members';
import type { Rule } from '../rule';
import { rolesIn } from './roles';

/** @internal */
export const allSecrets: Rule = {
  code: 'MLL2605',
  title: 'a role for all Secrets',
  severity: 'warning',
  why: 'Who may list them reads every password of the namespace, who may write them replaces those of others.',
  fix: 'name those that are needed with resourceNames, and get alone; a pod that mounts a Secret needs no right at all',

  bad: yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: operator
    rules:
      - apiGroups: ['']
        resources: [configmaps, secrets]
        verbs: [get, list, create, update, delete]
  `,
  good: yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: operator
    rules:
      - apiGroups: ['']
        resources: [secrets]
        resourceNames: [registry]
        verbs: [get]
  `,
  *check(project) {
    for (const document of rolesIn(project)) {
      for (const [i, rule] of mapsIn(document.value.rules)) {
        if (!wordsIn(rule.resources).includes('secrets') || wordsIn(rule.resourceNames).length > 0) continue;
        const wide = wordsIn(rule.verbs).filter((verb) =>
          /^(?:list|watch|create|update|patch|delete|deletecollection)$/.test(verb),
        );
        if (wide.length > 0)
          yield { document, path: ['rules', i], message: `the rule allows ${wide.join(', ')} on every Secret` };
      }
    }
  },
};
