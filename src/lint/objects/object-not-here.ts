import { yaml } from '../example';
import type { Rule } from '../rule';
import { objectsOf } from './named';
import { mending, missingFrom } from './names-here';
import { referencesIn } from './references';

/** @internal */
export const objectNotHere: Rule = {
  code: 'MLL2151',
  title: 'a ConfigMap, Secret, claim or account that is not among these files',
  severity: 'warning',
  why: 'A pod that names what there is not waits for ever, or is not made. Said where the files hold other objects of the kind that the namespace uses.',
  fix: 'correct the name, or add the object; say in a suppression who makes it, if it comes from elsewhere',

  bad: yaml`
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: thresholds
      namespace: mlops
    data:
      p95: '2000'
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
            envFrom:
              - configMapRef:
                  name: treshold
  `,
  good: yaml`
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: thresholds
      namespace: mlops
    data:
      p95: '2000'
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
            envFrom:
              - configMapRef:
                  name: thresholds
  `,
  *check(project) {
    const references = referencesIn(project).filter(({ name, isOptional }) => !isOptional && !given.has(name));
    for (const kind of ['ConfigMap', 'Secret', 'PersistentVolumeClaim', 'ServiceAccount'] as const) {
      const own = references.filter((reference) => reference.kind === kind);
      for (const missing of missingFrom(objectsOf(project, kind), own, kind === 'ServiceAccount')) {
        const { document, path, name, namespace } = missing.reference;
        const where = namespace === '' ? '' : ` of namespace '${namespace}'`;
        yield { document, path, message: `the ${kind} '${name}'${where} is not in these files`, fix: mending(missing) };
      }
    }
  },
};

/** What every namespace has, or every project of OpenShift. */
const given: ReadonlySet<string> = new Set([
  ...['default', 'kube-root-ca.crt', 'openshift-service-ca.crt', 'pipeline', 'builder', 'deployer'],
]);
