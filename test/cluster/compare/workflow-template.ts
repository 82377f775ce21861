import type { Template } from '../../../src/schemas/argo/types';
import type { KubeObject } from '../api/json';
import { ensureNamespaces } from '../apply';
import { api } from '../cluster';

const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
const podSecurity = { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } };

/** Templates as an object that the cluster takes, with the right for pods to report outputs. */
export function asWorkflowTemplate(
  namespace: string,
  name: string,
  templates: readonly Template[],
): readonly KubeObject[] {
  const restricted = templates.map((template) =>
    template.container === undefined
      ? template
      : { ...template, securityContext: podSecurity, container: { ...template.container, securityContext } },
  );
  const spec = { entrypoint: 'main', serviceAccountName: 'default', templates: restricted };
  return [
    { apiVersion: 'argoproj.io/v1alpha1', kind: 'WorkflowTemplate', metadata: { name, namespace }, spec } as KubeObject,
  ];
}

/** A namespace whose pods may report what they leave. */
export async function reporting(namespace: string): Promise<readonly KubeObject[]> {
  const metadata = { name: 'reporter', namespace };
  const group = 'rbac.authorization.k8s.io';
  const rules = [{ apiGroups: ['argoproj.io'], resources: ['workflowtaskresults'], verbs: ['create', 'patch'] }];
  const subjects = [{ kind: 'ServiceAccount', name: 'default', namespace }];
  const roleRef = { apiGroup: group, kind: 'Role', name: 'reporter' };
  const objects = [
    { apiVersion: `${group}/v1`, kind: 'Role', metadata, rules },
    { apiVersion: `${group}/v1`, kind: 'RoleBinding', metadata, roleRef, subjects },
  ];
  await ensureNamespaces(api, objects);
  return objects;
}
