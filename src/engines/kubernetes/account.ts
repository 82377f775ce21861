import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Access } from '../../core/container/access';
import type { TaskGraph } from '../../core/task';

/** The account of a task's pods: the unit's, or one that it shares with few. @internal */
export function accountOf({ account }: TaskGraph, unit: string): string {
  return account === undefined ? unit : `${unit}-${account}`;
}

/**
 * The accounts of a unit's pods, and the little they may do: what their tasks declare, and what the engine needs of every
 * pod.
 *
 * What they declare for another namespace is a Role there, called after this namespace too: `argo.train-model`.
 *
 * @internal
 */
export function emitAccounts(
  scope: Construct,
  unit: string,
  namespace: string,
  tasks: readonly TaskGraph[],
  ofEngine: readonly k8s.PolicyRule[] = [],
): void {
  // The unit's own is that of the run, which there always is.
  for (const suffix of [undefined, ...new Set(tasks.flatMap(({ account }) => account ?? []))]) {
    const own = tasks.filter(({ account }) => account === suffix);
    const name = suffix === undefined ? unit : `${unit}-${suffix}`;
    emitAccount(suffix === undefined ? scope : new Construct(scope, suffix), name, namespace, own, ofEngine);
  }
}

function emitAccount(
  scope: Construct,
  name: string,
  namespace: string,
  tasks: readonly TaskGraph[],
  ofEngine: readonly k8s.PolicyRule[],
): void {
  const account = { name, namespace };
  const manifest = k8s.KubeServiceAccount.manifest({ metadata: { ...account, labels: managed } });
  new ApiObject(scope, 'account', manifest);
  const declared = distinct(tasks.flatMap(({ access }) => access));
  const here = declared.filter((rule) => (rule.namespace ?? namespace) === namespace);
  if (here.length + ofEngine.length > 0) emitRole(scope, '', account, account, here, ofEngine);
  const elsewhere = new Set(declared.flatMap((rule) => rule.namespace ?? []).filter((other) => other !== namespace));
  for (const other of [...elsewhere].sort()) {
    const rules = declared.filter((rule) => rule.namespace === other);
    emitRole(scope, `-${other}`, { name: `${namespace}.${name}`, namespace: other }, account, rules);
  }
}

/** Labels of everything that is emitted beside a user's own objects. @internal */
export const managed: { readonly [label: string]: string } = { 'app.kubernetes.io/managed-by': 'cdk8s-mlops' };

interface Named {
  readonly name: string;
  readonly namespace: string;
}

/** Annotation of a Role that changes objects of any name: why. */
const anyNameReason = 'cdk8s-mlops/any-name';

function emitRole(
  scope: Construct,
  suffix: string,
  role: Named,
  account: Named,
  access: readonly Access[],
  more: readonly k8s.PolicyRule[] = [],
): void {
  const metadata = { ...role, labels: managed };
  const reasons = [...new Set(access.flatMap(({ anyName }) => anyName ?? []))];
  const annotations = reasons.length === 0 ? {} : { annotations: { [anyNameReason]: reasons.join('; ') } };
  const rules = [...more, ...access.map(ruleOf)];
  new ApiObject(scope, `role${suffix}`, k8s.KubeRole.manifest({ metadata: { ...metadata, ...annotations }, rules }));
  const binding = k8s.KubeRoleBinding.manifest({
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role.name },
    subjects: [{ kind: 'ServiceAccount', ...account }],
  });
  new ApiObject(scope, `role-binding${suffix}`, binding);
}

function ruleOf({ apiGroup, resources, verbs, names }: Access): k8s.PolicyRule {
  return {
    apiGroups: [apiGroup],
    resources: [...resources],
    verbs: [...verbs],
    ...(names === undefined ? {} : { resourceNames: [...names] }),
  };
}

function distinct(rules: readonly Access[]): readonly Access[] {
  const seen = new Map(rules.map((rule) => [JSON.stringify(rule), rule]));
  return [...seen.keys()].sort().flatMap((key) => seen.get(key) ?? []);
}
