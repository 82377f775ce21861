import { own } from '../../core/own';
import { templatesIn } from '../argo/templates';
import { namespaceOf } from '../document';
import { sensorsIn } from '../events/sensors';
import { yaml } from '../example';
import type { Problem } from '../finding';
import { mapIn, mapsIn, textIn } from '../members';
import { objectNamed, objectsOf } from '../objects/named';
import type { Project } from '../project';
import type { Rule } from '../rule';
import { accountName, grantsOf, isGranted, missingRule, type Need, needText } from './grants';
import { resourceOfKind } from './resources';
import { accountOfTemplate } from './template-account';

/** @internal */
export const rightMissing: Rule = {
  code: 'MLL2601',
  title: 'a right that a step or trigger needs and its account does not have',
  severity: 'warning',
  why: 'The API server refuses it when it runs: is forbidden. Said where these files hold the account and all of its roles.',
  fix: 'add the rule to a role of the account',

  bad: yaml`
    apiVersion: v1
    kind: ServiceAccount
    metadata:
      name: starter
      namespace: mlops
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: starter
      namespace: mlops
    rules:
      - apiGroups: [argoproj.io]
        resources: [workflowtaskresults]
        verbs: [create, patch]
      - apiGroups: [batch]
        resources: [jobs]
        verbs: [get]
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata:
      name: starter
      namespace: mlops
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: Role
      name: starter
    subjects:
      - kind: ServiceAccount
        name: starter
        namespace: mlops
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: start
      namespace: mlops
    spec:
      entrypoint: main
      serviceAccountName: starter
      templates:
        - name: main
          resource:
            action: create
            manifest: |
              apiVersion: batch/v1
              kind: Job
              metadata:
                generateName: train-
              spec:
                template:
                  spec:
                    restartPolicy: Never
                    containers:
                      - name: train
                        image: trainer:1.4.2
  `,
  good: yaml`
    apiVersion: v1
    kind: ServiceAccount
    metadata:
      name: starter
      namespace: mlops
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: starter
      namespace: mlops
    rules:
      - apiGroups: [argoproj.io]
        resources: [workflowtaskresults]
        verbs: [create, patch]
      - apiGroups: [batch]
        resources: [jobs]
        verbs: [get, create]
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata:
      name: starter
      namespace: mlops
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: Role
      name: starter
    subjects:
      - kind: ServiceAccount
        name: starter
        namespace: mlops
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: start
      namespace: mlops
    spec:
      entrypoint: main
      serviceAccountName: starter
      templates:
        - name: main
          resource:
            action: create
            manifest: |
              apiVersion: batch/v1
              kind: Job
              metadata:
                generateName: train-
              spec:
                template:
                  spec:
                    restartPolicy: Never
                    containers:
                      - name: train
                        image: trainer:1.4.2
  `,
  *check(project) {
    yield* ofResources(project);
    yield* ofSensors(project);
    yield* ofListeners(project);
  },
};

/** What kubectl does for an action. */
const verbs: Readonly<Record<string, readonly string[]>> = {
  create: ['create'],
  apply: ['get', 'create', 'patch'],
  patch: ['get', 'patch'],
  replace: ['get', 'update'],
  delete: ['delete'],
  get: ['get'],
};

function* ofResources(project: Project): Generator<Problem> {
  for (const placed of templatesIn(project)) {
    const { object, template, at, name } = placed;
    const { resource } = template;
    const account = accountOfTemplate(placed);
    if (resource === undefined || account === undefined) continue;
    const manifest = resource.manifest ?? '';
    const [apiVersion, made] = ['apiVersion', 'kind'].map((field) => topField(manifest, field));
    if (apiVersion === undefined || made === undefined) continue;
    const waits = resource.successCondition !== undefined || resource.failureCondition !== undefined;
    const inside = /^\s+namespace:\s*['"]?([\w-]+)['"]?\s*$/m.exec(manifest)?.[1];
    const needed = [...new Set([...(own(verbs, resource.action ?? '') ?? []), ...(waits ? ['get'] : [])])];
    const namespace = inside ?? object.namespace;
    const need = { ...resourceOfKind(apiVersion, made), namespace };
    const lacking = missingVerbs(project, account, object.namespace, need, needed);
    if (lacking.length > 0)
      yield {
        document: object.document,
        path: [...at, 'resource'],
        message: `'${name}' runs as '${account}', which may not ${needText({ ...need, verb: lacking.join(', ') })}`,
        fix: missingRule({ ...need, verb: '' }, lacking),
      };
  }
}

/** Made of values when it runs for all that is known. */
function topField(manifest: string, field: string): string | undefined {
  return new RegExp(`^${field}:\\s*['"]?([\\w./-]+)['"]?\\s*$`, 'm').exec(manifest)?.[1];
}

function missingVerbs(
  project: Project,
  account: string,
  namespace: string,
  need: Omit<Need, 'verb'>,
  wanted: readonly string[],
): readonly string[] {
  const grants = grantsOf(project, account, namespace);
  return grants === undefined ? [] : wanted.filter((verb) => !isGranted(grants, { ...need, verb }));
}

function* ofSensors(project: Project): Generator<Problem> {
  for (const document of sensorsIn(project.documents, project.issuesOf)) {
    const spec = mapIn(document.value, 'spec');
    const namespace = namespaceOf(document.value);
    const account = accountName(textIn(mapIn(spec, 'template').serviceAccountName));
    if (account === undefined) continue;
    for (const [i, trigger] of mapsIn(spec.triggers)) {
      for (const type of ['argoWorkflow', 'k8s'] as const) {
        const given = mapIn(trigger, 'template', type);
        const made = mapIn(given, 'source', 'resource');
        const operation = textIn(given.operation) || (type === 'k8s' ? 'create' : 'submit');
        const verb = operation === 'submit' ? 'create' : operation;
        if (textIn(made.kind) === '' || !/^(?:create|update|patch|delete)$/.test(verb)) continue;
        const own = textIn(mapIn(made, 'metadata').namespace) || namespace;
        const need = { ...resourceOfKind(textIn(made.apiVersion), textIn(made.kind)), namespace: own };
        if (missingVerbs(project, account, namespace, need, [verb]).length === 0) continue;
        yield {
          document,
          path: ['spec', 'triggers', i, 'template', type],
          message: `the Sensor runs as '${account}', which may not ${needText({ ...need, verb })}`,
          fix: missingRule({ ...need, verb }, [verb]),
        };
      }
    }
  }
}

function* ofListeners(project: Project): Generator<Problem> {
  for (const document of objectsOf(project, 'EventListener', 'triggers.tekton.dev')) {
    const spec = mapIn(document.value, 'spec');
    const namespace = namespaceOf(document.value);
    const account = accountName(textIn(spec.serviceAccountName));
    if (account === undefined) continue;
    for (const [i, trigger] of mapsIn(spec.triggers)) {
      const name = textIn(mapIn(trigger, 'template').ref);
      const found = objectNamed(objectsOf(project, 'TriggerTemplate', 'triggers.tekton.dev'), name, namespace);
      if (found === undefined || !('document' in found)) continue;
      for (const [, made] of mapsIn(mapIn(found.document.value, 'spec').resourcetemplates)) {
        const need = { ...resourceOfKind(textIn(made.apiVersion), textIn(made.kind)), namespace };
        if (missingVerbs(project, account, namespace, need, ['create']).length === 0) continue;
        yield {
          document,
          path: ['spec', 'triggers', i],
          message: `the EventListener runs as '${account}', which may not ${needText({ ...need, verb: 'create' })}`,
          fix: missingRule({ ...need, verb: 'create' }, ['create']),
        };
      }
    }
  }
}
