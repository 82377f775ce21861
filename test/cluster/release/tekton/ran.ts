import { programsRun } from '../../tekton/programs-run';
import type { TektonRun } from '../../tekton/run';
import { nameOnArgo } from './names';

/** What ran, as steps are called on Argo. */
export function ran(run: TektonRun): readonly string[] {
  return programsRun(run).map(({ task, steps }) => {
    if (task !== 'not-promoted') return nameOnArgo(task);
    // The step that ends a run red is told with which outcome; what one step leaves for another is told as JSON.
    const results = steps.flatMap((step) => step.results ?? []);
    const outcome = results.find(({ name }) => name === 'outcome')?.value;
    return typeof outcome === 'string' ? outcome.replaceAll('"', '') : task;
  });
}
