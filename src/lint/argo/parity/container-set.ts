import { circleIn } from '../../circle';
import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { templatesIn } from '../templates';

/** @internal */
export const containerSet: Rule = {
  code: 'MLL2027',
  title: 'a set of containers that can not be run',
  severity: 'error',
  why: 'Argo refuses the workflow.',
  fix: 'depend on containers of the same set, in no circle; call the one with inputs and outputs main',
  engine: /containerSet/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          containerSet:
            containers:
              - name: main
                image: busybox:1.36.1
                dependencies: [fetch]
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
          containerSet:
            containers:
              - name: fetch
                image: busybox:1.36.1
              - name: main
                image: busybox:1.36.1
                dependencies: [fetch]
  `,
  *check(project) {
    for (const { object, template, at, name } of templatesIn(project)) {
      const { document } = object;
      const containers = template.containerSet?.containers;
      if (containers === undefined) continue;
      const path = [...at, 'containerSet', 'containers'];
      if (containers.length === 0) yield { document, path, message: `the set of '${name}' has no container` };
      const names = new Set(containers.map((container) => container.name));
      if (names.size < containers.length)
        yield { document, path, message: `two containers of '${name}' have one name` };
      for (const [i, container] of containers.entries()) {
        for (const dependency of container.dependencies ?? []) {
          if (!names.has(dependency))
            yield {
              document,
              path: [...path, i, 'dependencies'],
              message: `'${container.name}' waits for '${dependency}', which is not in the set`,
            };
        }
      }
      const circle = circleIn(new Map(containers.map((container) => [container.name, container.dependencies ?? []])));
      if (circle !== undefined)
        yield { document, path, message: `containers wait for each other: ${circle.join(' → ')}` };
      const { inputs, outputs } = template;
      const lists = [inputs?.artifacts, outputs?.parameters, outputs?.artifacts];
      if (lists.some((list) => (list ?? []).length > 0) && !names.has('main'))
        yield { document, path, message: `'${name}' has inputs or outputs, and no container of it is called main` };
    }
  },
};
