import { PipelineError } from '../core/error';
import type { Exploration } from '../simulate/explore/exploration';
import { printExploration } from '../simulate/explore/exploration-text';
import type { Manifest } from './manifest-of';

/**
 * `verify` of `cdk8s-mlops/simulate`, or a function around it that gives it options. Given rather than imported, since most
 * programs that write manifests don't need the simulator.
 *
 * @public
 */
export type Prover = (
  manifests: readonly object[],
) => readonly { readonly name: string; readonly exploration: Exploration }[];

/** Kinds that say what runs and when, and what they read. */
const played: ReadonlySet<string> = new Set([
  'WorkflowTemplate',
  'ClusterWorkflowTemplate',
  'Workflow',
  'CronWorkflow',
  'Pipeline',
  'PipelineRun',
  'Task',
  'TaskRun',
  'StepAction',
  'CronJob',
  'ConfigMap',
]);

/** Whether a manifest is one that a proof looks at. @internal */
export function isPlayed({ kind }: Manifest): boolean {
  return played.has(kind);
}

/**
 * Plays everything that can be started in every combination of outcomes, before anything is written.
 *
 * @throws PipelineError MLP5206 with the smallest scenario of each property that does not hold
 * @internal
 */
export function prove(manifests: readonly Manifest[], verify: Prover): void {
  const broken = verify(manifests).filter(({ exploration }) => exploration.violations.length > 0);
  if (broken.length === 0) return;
  const found = broken.map(
    ({ name, exploration }) => `${name}: ${printExploration({ ...exploration, proved: [], undecided: [] }).trimEnd()}`,
  );
  throw new PipelineError({
    code: 'MLP5206',
    message: `something does not hold in all that may become of a run\n${found.join('\n')}`,
    fix: 'mend the pipeline; `cdk8s-mlops simulate` plays the scenario step by step',
  });
}
