import { show } from '../../core/check-value';
import { PipelineError } from '../../core/error';
import { suggest } from '../../core/suggest';
import type { Candidate } from '../../programs/release/candidate';
import { initialRecord } from '../../programs/release/record';
import type { VerdictBook } from '../../programs/release/verdict-book';
import { endsRed, programOf } from '../explore/our-programs';
import { playPod, type ReleasePod, releasePod } from '../explore/release/release-pod';
import { approvedSide, ReleaseWorld, type SideState, type Weather } from '../explore/release/release-world';
import type { Leaf } from '../scenario/executor';
import type { EndedOutcome, Outcome } from '../scenario/outcome';

/**
 * What releases find in environments that are simulated.
 *
 * @public
 */
export interface EnvironmentsOptions {
  /**
   * What becomes of a roll-out that a promotion or a revert waits for. What a gate finds is said by the scenario.
   *
   * @default - all are ready
   */
  readonly rollout?: (environment: string, modelVersion: string) => 'ready' | 'failed' | 'late';
  /** Model versions whose images are not in the registry any more. @default none */
  readonly missingImages?: readonly string[];
}

/**
 * An environment as releases left it, in model versions; null: none.
 *
 * @public
 */
export interface EnvironmentState {
  /** What a release has begun here and not ended; `idle`: nothing. */
  readonly phase: string;
  readonly locked: boolean;
  /** The last one that was tried here. */
  readonly candidate: string | null;
  /** What the record says is deployed. */
  readonly deployed: string | null;
  /** The last one that was approved: what a revert goes back to. */
  readonly good: string | null;
  /** Why a candidate stays that was not approved. */
  readonly hold: string | null;
  readonly rejected: readonly string[];
  /** What the file in git names, or the pointer in a bucket. */
  readonly git: string | null;
  /** What the alias of the model registry points at. */
  readonly alias: string | null;
}

/**
 * A verdict that a gate left.
 *
 * @public
 */
export interface SimulatedVerdict {
  readonly modelVersion: string;
  readonly verdict: 'pass' | 'fail' | 'error' | 'inconclusive' | 'override';
  readonly reason: string;
}

/**
 * The environments of an application in memory, for runs that follow each other.
 *
 * @public
 */
export interface Environments {
  /**
   * How an environment is now.
   *
   * @throws PipelineError MLP5220 for one that was not given and that no run has come to.
   */
  state(environment: string): EnvironmentState;
  /**
   * The verdicts of those that were tested in an environment, the newest last.
   *
   * @throws PipelineError MLP5220 for one that was not given and that no run has come to.
   */
  verdicts(environment: string): readonly SimulatedVerdict[];
  /** Another run begins. @internal */
  begin(): EnvironmentsRun;
}

/** One run among those that change environments. @internal */
export interface EnvironmentsRun {
  /** When the run before ended. */
  readonly start: number | undefined;
  /** What becomes of a step of the release, or of one that is there to fail; undefined for other leaves. */
  outcomeOf(leaf: Leaf, now: number): Outcome | undefined;
  ended(now: number): void;
}

const never: SideState = { record: initialRecord, pushed: { version: '', token: 0 }, alias: null };

/**
 * Environments for {@link simulate}: the steps of a release then do what they would do in a cluster, with the library's own
 * procedures, the steps that end a run red do so, and the next run finds what this one left. A step that the scenario names
 * does nothing to them.
 *
 * @param versions - the model version that was approved last in each environment; null, as for one that is not named: it was
 * never released to
 * @throws PipelineError MLP5220 for a version that is no whole number.
 * @example
 * ```ts no-check needs files
 * const environments = createEnvironments({ staging: '2', canary: '2' });
 * simulate(manifests, { 'check-http': succeeds({ verdict: 'fail' }) }, { submit: 'nightly', environments });
 * environments.state('staging'); // deployed: '2', good: '2', rejected: ['3']
 * ```
 * @public
 */
export function createEnvironments(
  versions: Readonly<Record<string, string | null>> = {},
  { rollout = () => 'ready', missingImages = [] }: EnvironmentsOptions = {},
): Environments {
  const sides = new Map(
    Object.entries(versions).map(
      ([environment, version]) =>
        [environment, version === null ? never : approvedSide(candidateOf(environment, version))] as const,
    ),
  );
  const books = new Map<string, VerdictBook>();
  let runs = 0;
  let end: number | undefined;

  function play(pod: ReleasePod): EndedOutcome {
    const { source = 'source', target = 'target' } = pod.environments;
    const of = (environment: string) => sides.get(environment) ?? never;
    const world = new ReleaseWorld({ source, target }, pod.variables.job.policy.within, {
      sides: { source: of(source), target: of(target) },
      book: books.get(source) ?? [],
    });
    const weather: Weather = {
      rollout: (side, { modelVersion }) => rollout(side === 'source' ? source : target, modelVersion),
      image: ({ modelVersion }) => (missingImages.includes(modelVersion) ? 'missing' : 'there'),
      killedBefore: undefined,
    };
    const outcome = playPod(pod, world, weather, () => undefined);
    const after = world.state();
    sides.set(source, after.sides.source);
    if (pod.environments.target !== undefined) sides.set(target, after.sides.target);
    books.set(source, after.book);
    return outcome;
  }

  function known(environment: string): SideState {
    const side = sides.get(environment);
    if (side !== undefined) return side;
    const meant = suggest(environment, [...sides.keys()]);
    throw new PipelineError({
      code: 'MLP5220',
      message: `there is no environment ${show(environment)}: it was not given, and no run has come to it`,
      actual: environment,
      ...(meant !== undefined && { fix: `'${meant}'` }),
    });
  }

  return {
    state: (environment) => stateOf(known(environment)),
    verdicts(environment) {
      known(environment);
      const book = books.get(environment) ?? [];
      return book.map(({ candidate: { modelVersion }, verdict, reason }) => ({ modelVersion, verdict, reason }));
    },
    begin() {
      runs += 1;
      const run = runs;
      return {
        start: end,
        outcomeOf(leaf, now) {
          const template = leaf.manifest();
          if (endsRed(template)) return { kind: 'ended', exitCode: 1 };
          if (programOf(template) !== 'release') return undefined;
          // Each run has a name of its own, as the controller would give it one.
          const outcome = play(releasePod(leaf, `${leaf.workflow}-${run}`, now));
          return { ...outcome, outputs: declared(leaf, outcome.outputs) };
        },
        ended(now) {
          end = now;
        },
      };
    },
  };
}

/** Files that no output is read from stay in the pod. */
function declared(leaf: Leaf, outputs: EndedOutcome['outputs'] = {}): NonNullable<EndedOutcome['outputs']> {
  return Object.fromEntries(
    Object.entries(outputs).filter(([name]) => leaf.outputs.some((each) => each.name === name)),
  );
}

function candidateOf(environment: string, modelVersion: string): Candidate {
  // Plain JavaScript may give a number.
  if (typeof modelVersion !== 'string' || !/^(?:0|[1-9]\d{0,14})$/.test(modelVersion))
    throw new PipelineError({
      code: 'MLP5220',
      message: `the version of ${show(environment)} is ${show(modelVersion)}`,
      actual: modelVersion,
      expected: "the number of a model version, such as '7'",
    });
  const digest = `sha256:${modelVersion.padStart(64, '0')}`;
  return { modelVersion, runId: '', digest, commit: '', uri: '' };
}

function stateOf({ record, pushed, alias }: SideState): EnvironmentState {
  const { phase, lock, candidate, deployed, good, hold, rejected } = record;
  return {
    phase,
    locked: lock !== null,
    candidate: candidate?.modelVersion ?? null,
    deployed: deployed?.modelVersion ?? null,
    good: good?.modelVersion ?? null,
    hold: hold?.reason ?? null,
    rejected: rejected.map(({ modelVersion }) => modelVersion),
    git: pushed.version === '' ? null : pushed.version,
    alias,
  };
}
