import { partsOf } from '../../../expr/argo/text-parts';
import { yaml } from '../../example';
import type { Rule } from '../../rule';
import type { ArgoObject } from '../objects';
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
        if (given === undefined) continue;
        const { image = '' } = given;
        const parameter = image === '' ? undefined : emptyParameter(object, image);
        if (image !== '' && parameter === undefined) continue;
        const inherited =
          object.kind === 'ClusterWorkflowTemplate' ? undefined : object.spec.templateDefaults?.[kind]?.image;
        if ((inherited ?? '') !== '') continue;
        const { document } = object;
        if (parameter === undefined)
          yield { document, path: [...at, kind], message: `the ${kind} of '${name}' has no image` };
        else
          yield {
            document,
            path: [...at, kind, 'image'],
            message: `the ${kind} of '${name}' has no image: the parameter '${parameter}' is empty`,
            fix: `give '${parameter}' a value; or remove its 'value', so that each run has to bring one`,
          };
      }
    }
  },
};

/** The parameter of the workflow that an image is made of, where nothing remains of the image. */
function emptyParameter({ spec, base }: ArgoObject, image: string): string | undefined {
  // An event may fill it in.
  if (base.length > 0) return undefined;
  const empty = (spec.arguments?.parameters ?? []).flatMap(({ name, value }) => (value === '' ? [name] : []));
  const names = (partsOf(image) ?? []).map((part) => {
    const read = part.kind === 'name' ? part.name : part.kind === 'expression' ? part.source.trim() : '';
    return empty.find((name) => read === `workflow.parameters.${name}`);
  });
  return names.every((name) => name !== undefined) ? names[0] : undefined;
}
