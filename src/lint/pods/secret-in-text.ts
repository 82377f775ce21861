import { yaml } from '../example';
import type { Rule } from '../rule';
import { containersIn } from './containers';

/** @internal */
export const secretInText: Rule = {
  code: 'MLL3002',
  title: 'a secret in the manifest',
  severity: 'error',
  why: 'Who may read the manifest, its history in Git or the object in the cluster has it.',
  fix: 'put it into a Secret, and name it with valueFrom.secretKeyRef; then change it, since it is known',

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
            env:
              - name: MLFLOW_TRACKING_PASSWORD
                value: hunter2
  `,
  good: yaml`
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
            env:
              - name: MLFLOW_TRACKING_PASSWORD
                valueFrom:
                  secretKeyRef:
                    name: mlflow
                    key: password
  `,
  *check(project) {
    for (const { document, container, at } of containersIn(project)) {
      const env = Array.isArray(container.env) ? container.env : [];
      for (const [i, variable] of (env as readonly (Named | null)[]).entries()) {
        const { name, value } = variable ?? {};
        if (isSecret(name, value))
          yield { document, path: [...at, 'env', i, 'value'], message: `'${name}' has its value in the text` };
      }
    }
    for (const { document, spec, at } of project.argo) {
      for (const [i, { name, value }] of (spec.arguments?.parameters ?? []).entries()) {
        if (isSecretParameter(name, value))
          yield {
            document,
            path: [...at, 'arguments', 'parameters', i, 'value'],
            message: `the parameter '${name}' has its value in the text`,
            fix: 'parameters are shown in the UI: let the step read a Secret in env',
          };
      }
    }
  },
};

interface Named {
  readonly name?: unknown;
  readonly value?: unknown;
}

const secretName = /(?:^|[-_.])(?:password|passwd|secret|token|(?:api|access|private|secret)[-_]?key|credentials?)$/i;

/** Names, paths, words that say that there is nothing, and what is filled in later are no secrets. */
const harmless = /^$|\{\{|\$\(|\$\{|^\/|^(?:true|false|yes|no|on|off|none|null|changeme|\d{1,3})$|^<.*>$/i;

/** Of many parameters the value is what a Secret is called. */
const isNameOfOne = (name: string, value: string): boolean =>
  (/(?:secret|credentials?)$/i.test(name) && /^[a-z0-9]+(?:[-.][a-z0-9]+)+$/.test(value)) ||
  /secret|token|cred|passw|key/i.test(value);

/** @internal */
export function isSecretParameter(name: unknown, value: unknown): boolean {
  return isSecret(name, value) && !isNameOfOne(String(name), String(value));
}

function isSecret(name: unknown, value: unknown): boolean {
  return typeof name === 'string' && typeof value === 'string' && secretName.test(name) && !harmless.test(value);
}
