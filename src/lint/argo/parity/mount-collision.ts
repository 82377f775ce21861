import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { templatesIn } from '../templates';

/** @internal */
export const mountCollision: Rule = {
  code: 'MLL2025',
  title: 'two things mounted at one place',
  severity: 'error',
  why: 'Argo refuses the workflow; Kubernetes would refuse the pod.',
  fix: 'mount one of them elsewhere',
  engine: /already mounted in/,
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
            command: [ls]
            volumeMounts:
              - name: data
                mountPath: /data
              - name: model
                mountPath: /data
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
            volumeMounts:
              - name: data
                mountPath: /data
              - name: model
                mountPath: /model
  `,
  *check(project) {
    for (const { object, template, at } of templatesIn(project)) {
      const { document } = object;
      const sets = [
        {
          mounts: template.container?.volumeMounts ?? [],
          at: [...at, 'container'],
          artifacts: template.inputs?.artifacts ?? [],
        },
        ...(template.containerSet?.containers ?? []).map((container, i) => ({
          mounts: container.volumeMounts ?? [],
          at: [...at, 'containerSet', 'containers', i],
          artifacts: [],
        })),
      ];
      for (const { mounts, at: place, artifacts } of sets) {
        const seen = new Map<string, string>();
        for (const [i, { name, mountPath }] of mounts.entries()) {
          const other = seen.get(mountPath);
          if (other !== undefined)
            yield {
              document,
              path: [...place, 'volumeMounts', i],
              message: `'${name}' and ${other} are both mounted at '${mountPath}'`,
            };
          seen.set(mountPath, `'${name}'`);
        }
        for (const [i, { name, path = '' }] of artifacts.entries()) {
          const other = seen.get(path);
          if (path !== '' && other !== undefined)
            yield {
              document,
              path: [...at, 'inputs', 'artifacts', i],
              message: `artifact '${name}' and ${other} are both at '${path}'`,
            };
          seen.set(path, `artifact '${name}'`);
        }
      }
    }
  },
};
