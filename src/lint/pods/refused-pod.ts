import { namespaceOf } from '../document';
import { yaml } from '../example';
import type { Rule } from '../rule';
import { containersIn } from './containers';
import { contextPath, lackingFields, restrictedNamespaces } from './restricted';

/** @internal */
export const refusedPod: Rule = {
  code: 'MLL3061',
  title: 'a pod that its namespace refuses',
  severity: 'error',
  why: 'The namespace is among these files and enforces the profile restricted: its pods are not made, violates PodSecurity.',
  fix: 'write all of it: securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] }, runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }',

  bad: yaml`
    apiVersion: v1
    kind: Namespace
    metadata:
      name: mlops
      labels:
        pod-security.kubernetes.io/enforce: restricted
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
      namespace: mlops
    spec:
      entrypoint: main
      templates:
        - name: main
          container:
            image: trainer:1.4.2
            command: [train]
            securityContext:
              runAsNonRoot: true
              allowPrivilegeEscalation: false
  `,
  good: yaml`
    apiVersion: v1
    kind: Namespace
    metadata:
      name: mlops
      labels:
        pod-security.kubernetes.io/enforce: restricted
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
      namespace: mlops
    spec:
      entrypoint: main
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      templates:
        - name: main
          container:
            image: trainer:1.4.2
            command: [train]
            securityContext:
              allowPrivilegeEscalation: false
              capabilities:
                drop: [ALL]
  `,
  *check(project) {
    const enforcing = restrictedNamespaces(project);
    for (const placed of containersIn(project)) {
      const namespace = namespaceOf(placed.document.value);
      const lacking = enforcing.has(namespace) ? lackingFields(placed) : [];
      if (lacking.length > 0)
        yield {
          document: placed.document,
          path: contextPath(placed),
          message: `the namespace '${namespace}' enforces the profile restricted, and the container lacks ${lacking.join(', ')}`,
        };
    }
  },
};
