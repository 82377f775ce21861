import { isLeaf } from '../argo/template-kind';
import { templatesIn } from '../argo/templates';
import type { LintDocument } from '../document';
import { yaml } from '../example';
import type { Rule } from '../rule';
import { grantsOf, isGranted } from './grants';
import { accountOfTemplate } from './template-account';

/** @internal */
export const executorRightMissing: Rule = {
  code: 'MLL2602',
  title: 'an account of a workflow that may not report results',
  severity: 'warning',
  why: 'The executor writes outputs to a WorkflowTaskResult: without that right each pod ends in error, exit code 64. Said where these files hold the account and all of its roles.',
  fix: 'add to a role of the account: apiGroups: [argoproj.io], resources: [workflowtaskresults], verbs: [create, patch]',

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
        verbs: [create]
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
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
      namespace: mlops
    spec:
      entrypoint: main
      serviceAccountName: trainer
      templates:
        - name: main
          container:
            image: trainer:1.4.2
            command: [train]
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
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
      namespace: mlops
    spec:
      entrypoint: main
      serviceAccountName: trainer
      templates:
        - name: main
          container:
            image: trainer:1.4.2
            command: [train]
  `,
  *check(project) {
    const told = new Map<LintDocument, Set<string>>();
    for (const placed of templatesIn(project)) {
      const { object, template } = placed;
      const { spec, namespace, document, at } = object;
      if (!isLeaf(template) || template.http !== undefined || template.plugin !== undefined) continue;
      const ofExecutor = template.executor?.serviceAccountName ?? spec.executor?.serviceAccountName;
      const account = accountOfTemplate(placed, ofExecutor);
      const accounts = told.get(document) ?? new Set();
      if (account === undefined || accounts.has(account)) continue;
      const grants = grantsOf(project, account, namespace);
      if (grants === undefined) continue;
      const need = { group: 'argoproj.io', resource: 'workflowtaskresults', namespace };
      const lacking = ['create', 'patch'].filter((verb) => !isGranted(grants, { ...need, verb }));
      if (lacking.length === 0) continue;
      told.set(document, accounts.add(account));
      const path = spec.serviceAccountName === account ? [...at, 'serviceAccountName'] : at;
      yield {
        document,
        path,
        message: `the pods run as '${account}', which may not ${lacking.join(' and ')} workflowtaskresults.argoproj.io`,
      };
    }
  },
};
