import type { Inputs, ResourceTemplate } from '../../../schemas/argo/types';
import { readYaml } from '../../../yaml/read';
import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { templatesIn } from '../templates';

/** @internal */
export const resourceAction: Rule = {
  code: 'MLL2028',
  title: 'a resource template that can not be carried out',
  severity: 'error',
  why: 'Argo refuses the workflow.',
  fix: 'write an action that there is, and one manifest that is YAML, in manifest or manifestFrom',
  engine: /resource\.|manifestFrom/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          resource:
            action: create
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
          resource:
            action: get
            flags: [configmap, settings]
  `,
  *check(project) {
    for (const { object, template, at } of templatesIn(project)) {
      const { resource, inputs } = template;
      if (resource === undefined) continue;
      const path = [...at, 'resource'];
      for (const message of problemsOf(resource, inputs)) yield { document: object.document, path, message };
    }
  },
};

const actions = ['get', 'create', 'apply', 'delete', 'replace', 'patch'];

function* problemsOf(
  { action, manifest = '', manifestFrom }: ResourceTemplate,
  inputs: Inputs | undefined,
): Generator<string> {
  if (!action.includes('{{') && !actions.includes(action))
    yield `the action '${action}' is none of ${actions.join(', ')}`;
  if (action === 'delete' || action === 'get') return;
  if (manifest === '' && manifestFrom === undefined)
    yield `there is nothing to ${action}: neither manifest nor manifestFrom`;
  if (manifest !== '' && manifestFrom !== undefined) yield 'there are manifest and manifestFrom';
  const from = manifestFrom?.artifact?.name;
  if (from !== undefined && inputs?.artifacts?.every(({ name }) => name !== from) !== false)
    yield `manifestFrom names the artifact '${from}', which is no input`;
  const problem = isOneTag.test(manifest) ? undefined : yamlProblem(manifest);
  if (problem !== undefined) yield `the manifest is no YAML: ${problem}`;
}

/** All of it comes from somewhere else. */
const isOneTag = /^\s*\{\{[^{}]*\}\}\s*$/;

/** What is still to be replaced stands where a word could. */
function yamlProblem(manifest: string): string | undefined {
  const replaced = manifest.replaceAll(/\{\{[^{}]*\}\}/g, 'placeholder');
  return readYaml(replaced).problems.find(({ kind }) => kind === 'syntax')?.message;
}
