import { yaml } from '../example';
import { mapsIn, wordsIn } from '../members';
import type { Rule } from '../rule';
import { knownResources } from './resources';
import { rolesIn } from './roles';

/** @internal */
export const resourceOfOtherGroup: Rule = {
  code: 'MLL2607',
  title: 'a role for a resource under another API group',
  severity: 'error',
  why: 'The API server takes it, and it allows nothing: the request is refused.',
  fix: 'name the group that the resource is in',

  bad: yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: deployer
    rules:
      - apiGroups: ['']
        resources: [deployments]
        verbs: [get, patch]
  `,
  good: yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: deployer
    rules:
      - apiGroups: [apps]
        resources: [deployments]
        verbs: [get, patch]
  `,
  *check(project) {
    for (const document of rolesIn(project)) {
      for (const [i, rule] of mapsIn(document.value.rules)) {
        const groups = wordsIn(rule.apiGroups);
        // A group of somebody else may have a resource of the same name.
        if (groups.some((group) => group === '*' || !knownGroups.has(group))) continue;
        for (const [j, word] of wordsIn(rule.resources).entries()) {
          const all = knownResources.filter(({ resource }) => resource === word.split('/')[0]);
          if (all.length === 0 || all.some(({ group }) => groups.includes(group) || alsoIn(word, groups))) continue;
          const given = groups.map((group) => `'${group}'`).join(', ');
          const right = all.map(({ group }) => `'${group}'`).join(' or ');
          yield {
            document,
            path: ['rules', i, 'resources', j],
            message: `there are no '${word}' in the API group ${given}: they are in ${right}`,
          };
        }
      }
    }
  },
};

const knownGroups: ReadonlySet<string> = new Set(knownResources.map(({ group }) => group));

/** Kinds that an older or another group has, too. */
function alsoIn(word: string, groups: readonly string[]): boolean {
  return (word === 'ingresses' || word === 'networkpolicies' || word === 'events') && groups.length > 0;
}
