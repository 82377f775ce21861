import type { ArgoVersion } from '../../engines/argo/target';
import type { Node, Outputs } from '../run/node';
import type { Run } from '../run/run';
import type { Executor } from '../scenario/executor';
import type { Clock } from './clock';
import type { Locks } from './locks';

/** What all runs of one simulation share: the cluster. @internal */
export interface World {
  readonly version: ArgoVersion;
  readonly clock: Clock<Run, Node>;
  readonly locks: Locks;
  /** What memoized templates left, by ConfigMap and key. */
  readonly caches: Map<string, { readonly outputs: Outputs | undefined; readonly savedAt: number }>;
  readonly executor: Executor;
  /** Assumptions worth telling, once each. */
  readonly assumptions: Set<string>;
  /** What the manifests say and the simulator can't evaluate. */
  readonly undecided: Set<string>;
}
