import { nodePath } from '../../kubelet/scenario';
import type { Run } from '../../run';

/** The templates of the pods, in the order they came: what ran. */
export function ran({ pods }: Run): readonly string[] {
  return pods.map(({ metadata, spec }) => {
    const node = metadata.annotations?.['workflows.argoproj.io/node-name'] ?? '';
    const name = nodePath(node).replace(/^.*\./, '');
    // The step that ends a run red says with which outcome.
    const env = spec.containers.flatMap((container) => container.env ?? []);
    return name === 'block' ? (env.find((variable) => variable.name === 'OUTCOME')?.value ?? name) : name;
  });
}
