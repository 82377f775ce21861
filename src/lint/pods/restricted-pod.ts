import { namespaceOf } from '../document';
import { yaml } from '../example';
import { mapIn, wordsIn } from '../members';
import type { Rule } from '../rule';
import { containersIn } from './containers';
import { contextPath, lackingFields, restrictedNamespaces } from './restricted';

/** @internal */
export const restrictedPod: Rule = {
  code: 'MLL3055',
  title: 'a pod that fulfils the profile restricted in part',
  severity: 'warning',
  why: 'A namespace that enforces the profile restricted does not let the pod in: what is there already shows that it should fit.',
  fix: 'write all of it: securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] }, runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
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
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
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
      const own = mapIn(placed.container, 'securityContext');
      // runAsNonRoot alone is a wish of its own.
      const isPart = own.allowPrivilegeEscalation === false || wordsIn(mapIn(own, 'capabilities').drop).includes('ALL');
      const lacking = isPart && !enforcing.has(namespaceOf(placed.document.value)) ? lackingFields(placed) : [];
      if (lacking.length > 0)
        yield {
          document: placed.document,
          path: contextPath(placed),
          message: `of the profile restricted the container lacks ${lacking.join(', ')}`,
        };
    }
  },
};
