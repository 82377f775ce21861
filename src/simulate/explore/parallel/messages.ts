import type { CompileOptions } from '../../compile';
import type { Manifests } from '../../plan/manifests';
import type { ExploreOptions } from '../explore';
import type { Judged } from '../explorer';
import type { Followed } from '../follow';
import type { Way } from '../play-choices';

/** What is explored, as plain data: each worker reads the manifests itself. @internal */
export interface Explored {
  readonly manifests: Manifests;
  readonly compile: CompileOptions;
  readonly options: Pick<ExploreOptions, 'roles' | 'arguments'>;
}

/** Scenarios for a worker, in the order in which they are told of. @internal */
export interface Batch {
  /** Of which round they are. */
  readonly time: boolean;
  /** Places that were found since the last batch for this worker. */
  readonly known: readonly string[];
  readonly ways: readonly Way[];
}

/** What the scenarios of a batch came to. @internal */
export type Answer = readonly Followed<Judged>[];
