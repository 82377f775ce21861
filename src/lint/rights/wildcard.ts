import { yaml } from '../example';
import { mapsIn, wordsIn } from '../members';
import type { Rule } from '../rule';
import { rolesIn } from './roles';

/** @internal */
export const wildcardRight: Rule = {
  code: 'MLL2604',
  title: 'a role that allows everything of a sort',
  severity: 'warning',
  why: 'A step that is taken over may do all of it, also with what is installed later.',
  fix: 'name the verbs and resources that are needed, and the objects with resourceNames',

  bad: yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: deployer
    rules:
      - apiGroups: [apps]
        resources: [deployments]
        verbs: ['*']
  `,
  good: yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: deployer
    rules:
      - apiGroups: [apps]
        resources: [deployments]
        resourceNames: [web]
        verbs: [get, patch]
  `,
  *check(project) {
    for (const document of rolesIn(project)) {
      for (const [i, rule] of mapsIn(document.value.rules)) {
        for (const field of ['verbs', 'resources', 'apiGroups'] as const) {
          if (!wordsIn(rule[field]).includes('*')) continue;
          const of = field === 'verbs' ? `every verb on ${wordsIn(rule.resources).join(', ')}` : `all ${field}`;
          yield { document, path: ['rules', i, field], message: `the rule is for ${of}` };
          break;
        }
      }
    }
  },
};
