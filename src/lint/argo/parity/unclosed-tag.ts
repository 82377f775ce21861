import { partsOf } from '../../../expr/argo/text-parts';
import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { shown } from '../../structure/shown';
import { textsIn } from '../scope/tags';

/** @internal */
export const unclosedTag: Rule = {
  code: 'MLL2021',
  title: 'braces that are opened and not closed',
  severity: 'error',
  why: 'Argo refuses the workflow: it looks for the end of the tag.',
  fix: 'write }} behind the name; text that must have {{ comes from a ConfigMap or a file',
  engine: /Cannot find end tag/,
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
            image: busybox:1.36.1
            command: [echo, '{{workflow.name}']
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
            image: busybox:1.36.1
            command: [echo, '{{workflow.name}}']
  `,
  *check({ argo }) {
    for (const { document, spec, at } of argo) {
      for (const { text, path } of textsIn(spec.templates, [...at, 'templates'])) {
        if (partsOf(text) === undefined)
          yield { document, path, message: `${shown(text.slice(text.lastIndexOf('{{')))} is not closed` };
      }
    }
  },
};
