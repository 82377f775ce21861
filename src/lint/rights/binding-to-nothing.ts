import { fullNameOf, namespaceOf } from '../document';
import { yaml } from '../example';
import { mapIn, mapsIn, textIn } from '../members';
import { objectsOf } from '../objects/named';
import { mending, missingFrom } from '../objects/names-here';
import type { Rule } from '../rule';

/** @internal */
export const bindingToNothing: Rule = {
  code: 'MLL2153',
  title: 'a binding of a role or account that is not among these files',
  severity: 'warning',
  why: 'The API server takes it and it gives no right: what runs as the account is refused later.',
  fix: 'correct the name or the namespace, or add the object',

  bad: yaml`
    apiVersion: v1
    kind: ServiceAccount
    metadata:
      name: trainer
      namespace: mlops
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: trainer
      namespace: mlops
    rules:
      - apiGroups: [argoproj.io]
        resources: [workflowtaskresults]
        verbs: [create, patch]
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata:
      name: trainer
      namespace: mlops
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: Role
      name: trainers
    subjects:
      - kind: ServiceAccount
        name: trainer
        namespace: mlops
  `,
  good: yaml`
    apiVersion: v1
    kind: ServiceAccount
    metadata:
      name: trainer
      namespace: mlops
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: trainer
      namespace: mlops
    rules:
      - apiGroups: [argoproj.io]
        resources: [workflowtaskresults]
        verbs: [create, patch]
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata:
      name: trainer
      namespace: mlops
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: Role
      name: trainer
    subjects:
      - kind: ServiceAccount
        name: trainer
        namespace: mlops
  `,
  *check(project) {
    const group = 'rbac.authorization.k8s.io';
    const bindings = ['RoleBinding', 'ClusterRoleBinding'].flatMap((kind) => objectsOf(project, kind, group));
    const wanted = bindings.flatMap((document) => {
      const namespace = namespaceOf(document.value);
      const { kind, name } = mapIn(document.value, 'roleRef');
      const role = { document, kind: textIn(kind), name: textIn(name), namespace, path: ['roleRef', 'name'] };
      const accounts = mapsIn(document.value.subjects).flatMap(([i, subject]) => {
        if (subject.kind !== 'ServiceAccount') return [];
        const own = textIn(subject.namespace) || namespace;
        return [
          {
            document,
            kind: 'ServiceAccount',
            name: textIn(subject.name),
            namespace: own,
            path: ['subjects', i, 'name'],
          },
        ];
      });
      return [role, ...accounts];
    });
    for (const kind of ['Role', 'ClusterRole', 'ServiceAccount']) {
      const objects = objectsOf(project, kind, kind === 'ServiceAccount' ? '' : group);
      const names = wanted
        .filter((each) => each.kind === kind && each.name !== '' && !isGiven(each.name))
        .map((each) => (kind === 'ClusterRole' ? { ...each, namespace: '' } : each));
      for (const missing of missingFrom(objects, names, true)) {
        const { document, path, name, namespace } = missing.reference;
        const where = namespace === '' ? '' : ` of namespace '${namespace}'`;
        const binding = fullNameOf(document.value) ?? '';
        yield {
          document,
          path,
          message: `the ${kind} '${name}'${where}, which '${binding}' binds, is not in these files`,
          fix: mending(missing),
        };
      }
    }
  },
};

/** What every cluster, or every namespace, has; what Tekton Triggers installs to be bound. */
const isGiven = (name: string): boolean =>
  /^(?:view|edit|admin|cluster-admin|default|pipeline|builder|deployer|basic-user|self-provisioner)$|^system:|^tekton-triggers-eventlistener-(?:cluster)?roles$/.test(
    name,
  );
