import { posix } from 'node:path';
import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { tasksIn } from '../tasks';

/** @internal */
export const mount: Rule = {
  code: 'MLL1307',
  title: 'something mounted where Tekton does not let it be',
  severity: 'error',
  why: 'The webhook of Tekton refuses the object: one of the two would hide the other.',
  fix: 'mount it at another path',
  engine:
    /workspace mount path .* must be unique|cannot be mounted under \/tekton\/|cannot start with "tekton-internal-"/,
  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train
    spec:
      workspaces:
        - name: data
          mountPath: /data
        - name: model
          mountPath: /data/
      steps:
        - name: train
          ref:
            name: train
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train
    spec:
      workspaces:
        - name: data
          mountPath: /data
        - name: model
          mountPath: /model
      steps:
        - name: train
          ref:
            name: train
  `,
  *check(project) {
    for (const { object, spec, at, steps } of tasksIn(project)) {
      const { document } = object;
      const template = spec.stepTemplate?.volumeMounts ?? [];
      const lists = [
        ...steps.map(({ step, at: place }) => ({ mounts: step.volumeMounts ?? [], place })),
        { mounts: template, place: [...at, 'stepTemplate'] },
      ];
      const taken = new Set<string>();
      for (const { mounts, place } of lists) {
        for (const [i, { name, mountPath = '' }] of mounts.entries()) {
          const path = [...place, 'volumeMounts', i];
          const clean = cleaned(mountPath);
          taken.add(clean);
          if (clean.startsWith('/tekton/') && !clean.startsWith('/tekton/home'))
            yield {
              document,
              path: [...path, 'mountPath'],
              message: `'${mountPath}' is a folder of Tekton's own`,
              fix: 'mount it outside /tekton, or in /tekton/home',
            };
          if (name?.startsWith('tekton-internal-'))
            yield {
              document,
              path: [...path, 'name'],
              message: `'${name}' begins as the volumes of Tekton itself`,
              fix: "rename the volume: no name begins with 'tekton-internal-'",
            };
        }
      }
      for (const [i, { name, mountPath = '' }] of (spec.workspaces ?? []).entries()) {
        const clean = mountPath === '' ? posix.join('/workspace', name) : cleaned(mountPath);
        const path = [...at, 'workspaces', i, ...(mountPath === '' ? [] : ['mountPath'])];
        if (taken.has(clean))
          yield { document, path, message: `'${clean}', where '${name}' is mounted, is taken already` };
        taken.add(clean);
      }
    }
  },
};

/** A path as Go cleans it. */
function cleaned(path: string): string {
  const clean = posix.normalize(path);
  return clean.length > 1 && clean.endsWith('/') ? clean.slice(0, -1) : clean;
}
