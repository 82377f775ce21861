import { type CompileOptions, compile, type SimulationPlan } from '../compile';
import type { Manifests } from '../plan/manifests';
import type { Exploration } from './exploration';
import { createExplorer, type Round } from './explorer';
import type { PropertyName } from './property';
import type { Roles } from './roles';
import type { Found } from './search';

/**
 * What {@link explore} looks at.
 *
 * @public
 */
export interface ExploreOptions extends CompileOptions {
  /** What templates do, where manifests don't say it in the annotation `cdk8s-mlops/role`. */
  readonly roles?: Roles;
  /** Values of the workflow's parameters. */
  readonly arguments?: Readonly<Record<string, string>>;
  /** Which properties are looked at. @default - all */
  readonly properties?: readonly PropertyName[];
  /** Runs of the simulator after which it gives up. @default 50000 */
  readonly limit?: number;
  /** Told now and then how far it is. */
  readonly progress?: (plays: number, waiting: number) => void;
}

/**
 * Plays every combination of what may become of the steps of a workflow or of a pipeline of Tekton, and says what
 * holds in all of them.
 *
 * Outcomes are the words that somebody compares an output with, crashes, kills, missing and nonsensical outputs, pods that
 * hang and pods that never start. Steps that run side by side take the same time.
 *
 * @throws PipelineError MLP5202 for a `submit` that is not among the manifests, MLP5203 for a role that there is not,
 * MLP5204 for a role of a template that there is not, MLP5207 for a property that there is not.
 * @example
 * ```ts no-check needs files
 * const { violations } = explore(manifests, { submit: 'release', roles: { test: 'gate', promote: 'promotes' } });
 * ```
 * @public
 */
export function explore(manifests: Manifests, options: ExploreOptions = {}): Exploration {
  return explorePlan(compile(manifests, options), options);
}

/**
 * The same for manifests that were compiled once.
 *
 * @throws PipelineError MLP5203, MLP5204, MLP5207
 * @public
 */
export function explorePlan(plan: SimulationPlan, options: ExploreOptions = {}): Exploration {
  const explorer = createExplorer(plan, options);
  if ('plays' in explorer) return explorer;
  const timeless = playAlone(explorer.round(false));
  return explorer.conclude(explorer.needsTime(timeless) ? playAlone(explorer.round(true)) : timeless);
}

/**
 * Plays the scenarios of a round one after the other.
 *
 * @param most how many
 * @internal
 */
export function playAlone({ search, follow }: Round, most = Number.POSITIVE_INFINITY): Found {
  for (let plays = 0; plays < most && !search.isOver(); plays++) {
    const item = search.next();
    if (item === undefined) throw new Error('a scenario is missing');
    search.tell(item, follow(item, search.isKnown));
  }
  return search.found();
}
