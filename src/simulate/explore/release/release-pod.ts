import { exitHolder, podHolder } from '../../../programs/release/holder';
import type { WorldEffect } from '../../../programs/release/perform';
import { arms } from '../../../programs/release/step-outputs';
import { verdicts } from '../../../programs/verdict';
import type { Template } from '../../../schemas/argo/types';
import type { Leaf } from '../../scenario/executor';
import { type EndedOutcome, outOfMemory } from '../../scenario/outcome';
import { programOf, variableOf } from '../our-programs';
import { killed, type ReleaseWorld, type Weather, type Worker } from './release-world';
import { modelled, runStep, type StepVariables } from './run-step';

/** Whether a template runs the program `release`, in a step that is played with its real procedures. @internal */
export function isReleaseStep(template: Template): boolean {
  return programOf(template) === 'release' && modelled.has(variableOf(template, 'STEP') ?? '');
}

/** A pod of the program `release`, as its manifest starts it. @internal */
export interface ReleasePod {
  readonly worker: Worker;
  readonly variables: StepVariables;
  readonly application: string;
  readonly environments: { readonly source: string | undefined; readonly target: string | undefined };
}

/** @param run what the run is called among others; the workflow's name says so to the pod @internal */
export function releasePod(leaf: Leaf, run: string, now: number): ReleasePod {
  const given = environment(leaf.manifest());
  // An attempt of Tekton has the name of the first one, and is another pod.
  const pod = leaf.attempt === 0 ? leaf.name : `${leaf.name} again ${leaf.attempt}`;
  const holder = holderOf(given, run, pod);
  return {
    worker: { step: leaf.name, template: leaf.template, now, holder, reason: given.REASON ?? '' },
    variables: variablesOf(given, holder),
    application: given.APPLICATION ?? '',
    environments: { source: given.SOURCE_ENVIRONMENT, target: given.TARGET_ENVIRONMENT },
  };
}

function environment(template: Template): Readonly<Record<string, string>> {
  const entries = (template.container?.env ?? []).flatMap(({ name, value }) =>
    value === undefined ? [] : [[name, String(value)] as const],
  );
  return Object.fromEntries(entries);
}

/** The pod's name stands for its uid: each attempt has one of its own. */
function holderOf(given: Readonly<Record<string, string>>, run: string, pod: string): string {
  return given.EXIT === 'true' ? exitHolder(run, pod) : podHolder(run, pod);
}

/**
 * Carries out what a pod does, in a world that answers at once.
 *
 * @param seen told of each effect before it happens
 * @internal
 */
export function playPod(
  { worker, variables }: ReleasePod,
  world: ReleaseWorld,
  weather: Weather,
  seen: (effect: WorldEffect) => void,
): EndedOutcome {
  let count = 0;
  const counted = (effect: WorldEffect) => {
    if (count === weather.killedBefore) throw killed;
    count += 1;
    seen(effect);
  };
  try {
    const end = runStep(variables, world, (program) => world.carryOut(program, worker, weather, counted));
    if (weather.killedBefore !== undefined) throw killed;
    return { kind: 'ended', exitCode: end.done ? 0 : 1, outputs: end.outputs };
  } catch (problem) {
    if (problem === killed) return outOfMemory;
    throw problem;
  }
}

function variablesOf(given: Readonly<Record<string, string>>, holder: string): StepVariables {
  const initial = { modelVersion: '0', runId: '', digest: `sha256:${'0'.repeat(64)}`, commit: '', uri: '' };
  const noBaseline = oneOf(given.NO_BASELINE, ['hold', 'initial', 'fail'] as const, 'hold');
  return {
    step: given.STEP ?? '',
    job: {
      holder,
      policy: {
        within: given.WITHIN === 'true',
        evidence: given.EVIDENCE === 'approved' ? 'approved' : 'verdict',
        onError: oneOf(given.ON_ERROR, ['hold', 'revert'] as const, 'hold'),
        onInconclusive: oneOf(given.ON_INCONCLUSIVE, ['hold', 'revert'] as const, 'hold'),
        noBaseline,
        onPromoteFailure: oneOf(given.ON_PROMOTE_FAILURE, ['restore', 'hold'] as const, 'hold'),
        initial: noBaseline === 'initial' ? initial : null,
      },
    },
    candidate: {
      modelVersion: given.MODEL_VERSION ?? '',
      runId: given.RUN_ID ?? '',
      digest: given.DIGEST ?? '',
      commit: given.COMMIT ?? '',
      uri: given.URI ?? '',
    },
    verdict: oneOf(given.VERDICT, verdicts, 'error'),
    alone: given.ALONE === 'true',
    arm: arms.find((arm) => arm === given.ARM),
  };
}

function oneOf<T extends string>(text: string | undefined, words: readonly T[], otherwise: T): T {
  return words.find((word) => word === text) ?? otherwise;
}
