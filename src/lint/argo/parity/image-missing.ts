import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { templatesIn } from '../templates';

/** @internal */
export const imageMissing: Rule = {
  code: 'MLL2026',
  title: 'a container without an image',
  severity: 'error',
  why: 'Argo refuses the workflow.',
  fix: 'write image, or give all templates one in templateDefaults',
  engine: /image may not be empty/,
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
            command: [ls]
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
            command: [ls]
  `,
  *check(project) {
    for (const { object, template, at, name } of templatesIn(project)) {
      for (const kind of ['container', 'script'] as const) {
        const given = template[kind];
        if (given === undefined || (given.image ?? '') !== '') continue;
        const inherited =
          object.kind === 'ClusterWorkflowTemplate' ? undefined : object.spec.templateDefaults?.[kind]?.image;
        if ((inherited ?? '') === '')
          yield { document: object.document, path: [...at, kind], message: `the ${kind} of '${name}' has no image` };
      }
    }
  },
};
