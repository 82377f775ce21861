import type { KubeObject } from '../api/json';
import type { Container } from '../container';

interface Task extends KubeObject {
  readonly spec: { readonly steps?: readonly (Container & { readonly name: string })[] };
}

/** The same manifests with the steps of all Tasks changed, given their names. */
export function withSteps(
  manifests: readonly KubeObject[],
  change: (step: Container, name: string) => Container,
): readonly KubeObject[] {
  return manifests.map((object) => {
    if (object.kind !== 'Task') return object;
    const { spec } = object as Task;
    return { ...object, spec: { ...spec, steps: spec.steps?.map((step) => change(step, step.name)) } } as KubeObject;
  });
}
