import { namespaceOf } from '../document';
import { type Members, mapIn, mapsIn, textIn, wordsIn } from '../members';
import { mayBeOne, objectNamed, objectsOf } from '../objects/named';
import type { Project } from '../project';

const group = 'rbac.authorization.k8s.io';

/** Something that an account must be allowed to do. @internal */
export interface Need {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  /** Of the object, where it is known. */
  readonly name?: string | undefined;
  readonly namespace: string;
}

/** A role that an account has. */
interface Grant {
  /** Nothing for all of them. */
  readonly namespace: string | undefined;
  readonly rules: readonly Members[];
}

/**
 * What an account may do; nothing where these files do not tell: they hold neither the account nor its bindings, or a role of it
 * comes from elsewhere.
 *
 * @internal
 */
export function grantsOf(project: Project, account: string, namespace: string): readonly Grant[] | undefined {
  const found = objectNamed(objectsOf(project, 'ServiceAccount'), account, namespace);
  const inNamespace = objectsOf(project, 'RoleBinding', group);
  const everywhere = objectsOf(project, 'ClusterRoleBinding', group);
  if (found === undefined || !('document' in found) || inNamespace.length + everywhere.length === 0) return undefined;
  const grants: Grant[] = [];
  for (const binding of [...inNamespace, ...everywhere]) {
    const own = namespaceOf(binding.value);
    const isOurs = mapsIn(binding.value.subjects).some(([, subject]) => {
      // A group may hold any account.
      if (subject.kind === 'Group') return true;
      const where = textIn(subject.namespace) || own;
      return subject.kind === 'ServiceAccount' && subject.name === account && mayBeOne(where, namespace);
    });
    if (!isOurs) continue;
    const { kind, name } = mapIn(binding.value, 'roleRef');
    const roles = objectsOf(project, textIn(kind), group);
    const role = objectNamed(roles, textIn(name), kind === 'Role' ? own : '');
    if (role === undefined || !('document' in role) || role.document.value.aggregationRule !== undefined)
      return undefined;
    grants.push({
      namespace: binding.value.kind === 'RoleBinding' ? own : undefined,
      rules: mapsIn(role.document.value.rules).map(([, rule]) => rule),
    });
  }
  return grants;
}

/** @internal */
export function isGranted(grants: readonly Grant[], need: Need): boolean {
  return grants.some(
    ({ namespace, rules }) =>
      (namespace === undefined || mayBeOne(namespace, need.namespace)) && rules.some((rule) => allows(rule, need)),
  );
}

function allows(rule: Members, { verb, group: wanted, resource, name }: Need): boolean {
  const has = (field: string, word: string) => wordsIn(rule[field]).some((each) => each === '*' || each === word);
  if (!has('verbs', verb) || !has('apiGroups', wanted)) return false;
  const [whole = '', part] = resource.split('/');
  const isResource =
    has('resources', resource) || (part !== undefined && wordsIn(rule.resources).includes(`${whole}/*`));
  const names = wordsIn(rule.resourceNames);
  if (!isResource || names.length === 0) return isResource;
  // The name of what is made is not known to the API server yet.
  if (verb === 'create') return false;
  return name === undefined || names.includes(name);
}

/** The accounts of a pod of a workflow. @internal */
export function accountName(...given: readonly (string | undefined)[]): string | undefined {
  const name = given.find((each) => each !== undefined && each !== '') ?? 'default';
  return name.includes('{{') ? undefined : name;
}

/** `create workflows (argoproj.io)` @internal */
export function needText({ verb, group: wanted, resource }: Pick<Need, 'verb' | 'group' | 'resource'>): string {
  return `${verb} ${resource}${wanted === '' ? '' : `.${wanted}`}`;
}

/** The rule that a role lacks. @internal */
export function missingRule({ group: wanted, resource }: Need, verbs: readonly string[]): string {
  return `add to a role of the account: apiGroups: ['${wanted}'], resources: [${resource}], verbs: [${verbs.join(', ')}]`;
}
