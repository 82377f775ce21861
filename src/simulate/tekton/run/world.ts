import type { Executor, Leaf } from '../../scenario/executor';
import type { Outcome } from '../../scenario/outcome';
import type { Clock } from '../../world/clock';
import type { TektonLibrary } from '../plan/library';
import type { SampleHints } from '../pod/sample-step';
import type { Child } from './child';
import type { PipelineRun } from './pipeline-run';

/**
 * Tekton's version: what it does at the last patch of it.
 *
 * @public
 */
export type SimulatedTekton = '1.12' | '1.15';

/** What all runs of one simulation share: the cluster. @internal */
export interface TektonWorld {
  readonly version: SimulatedTekton;
  readonly clock: Clock<PipelineRun, Child>;
  readonly executor: Executor;
  /** What somebody wants to become of one of our own steps, which otherwise does what it does. */
  said(leaf: Leaf): Outcome | undefined;
  readonly library: TektonLibrary;
  readonly hints: SampleHints;
  /** Assumptions worth telling, once each. */
  readonly assumptions: Set<string>;
  /** What the manifests say and the simulator can't evaluate. */
  readonly undecided: Set<string>;
}
