import { exitHolder, podHolder } from '../../../programs/release/holder';
import type { WorldEffect } from '../../../programs/release/perform';
import { arms } from '../../../programs/release/step-outputs';
import { verdicts } from '../../../programs/verdict';
import type { Template } from '../../../schemas/argo/types';
import type { Leaf } from '../../scenario/executor';
import { type Outcome, outOfMemory } from '../../scenario/outcome';
import type { Choice } from '../choice';
import type { Event } from '../history';
import { programOf, variableOf } from '../our-programs';
import { killed, ReleaseWorld, type Weather, type Worker } from './release-world';
import { modelled, runStep, type StepVariables } from './run-step';

/** Whether a template runs the program `release`, in a step that is played with its real procedures. @internal */
export function isReleaseStep(template: Template): boolean {
  return programOf(template) === 'release' && modelled.has(variableOf(template, 'STEP') ?? '');
}

/** The pods of the program `release` in one run, and the world that they change. @internal */
export interface ReleaseModel {
  /** What may become of such a pod; undefined for other leaves. */
  choicesFor(leaf: Leaf, template: Template, now: number): readonly Choice[] | undefined;
  /** The first of them, without looking for the others. */
  wellFor(leaf: Leaf, template: Template, now: number): Choice | undefined;
  key(now: number): string;
  events(): readonly Event[];
  /** The same at the end of the run. */
  allEvents(): readonly Event[];
  /** The same pods so far, to go another way from here on. */
  copy(): ReleaseModel;
}

const fair: Weather = { rollout: 'ready', image: 'there', killedBefore: undefined };

/** @internal */
export function createReleaseModel(): ReleaseModel {
  return modelOf(undefined);
}

function modelOf(begun: ReleaseWorld | undefined): ReleaseModel {
  let world = begun;
  const begin = (leaf: Leaf, template: Template, now: number): Begun | undefined => {
    if (!isReleaseStep(template)) return undefined;
    const given = environment(leaf.manifest());
    world ??= new ReleaseWorld({
      source: given.SOURCE_ENVIRONMENT ?? 'source',
      target: given.TARGET_ENVIRONMENT ?? 'target',
    });
    const holder = holderOf(given, leaf);
    const worker = { step: leaf.name, template: leaf.template, now, holder };
    return { world, worker, variables: variablesOf(given, holder) };
  };
  return {
    choicesFor(leaf, template, now) {
      const begun = begin(leaf, template, now);
      return begun && choices(begun);
    },
    wellFor(leaf, template, now) {
      const begun = begin(leaf, template, now);
      return begun && under(begun, '', {});
    },
    key: (now) => world?.key(now) ?? '',
    events: () => world?.events ?? [],
    allEvents() {
      const ending = world?.ending();
      return [...(world?.events ?? []), ...(ending === undefined ? [] : [ending])];
    },
    copy: () => modelOf(world?.copy()),
  };
}

function environment(template: Template): Readonly<Record<string, string>> {
  const entries = (template.container?.env ?? []).flatMap(({ name, value }) =>
    value === undefined ? [] : [[name, String(value)] as const],
  );
  return Object.fromEntries(entries);
}

/** The pod's name stands for its uid: each attempt has one of its own. */
function holderOf(given: Readonly<Record<string, string>>, leaf: Leaf): string {
  return given.EXIT === 'true' ? exitHolder(leaf.workflow, leaf.name) : podHolder(leaf.workflow, leaf.name);
}

/** A pod that is about to work. */
interface Begun {
  readonly world: ReleaseWorld;
  readonly worker: Worker;
  readonly variables: StepVariables;
}

function under(begun: Begun, deviation: string, weather: Partial<Weather>): Choice {
  const outcome = () => play(begun, begun.world, { ...fair, ...weather }, () => undefined);
  return { deviation, outcome, standsFor: 1 };
}

function play(
  { worker, variables }: Begun,
  world: ReleaseWorld,
  weather: Weather,
  seen: (effect: WorldEffect) => void,
): Outcome {
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

function choices(begun: Begun): readonly Choice[] {
  const effects: WorldEffect[] = [];
  play(begun, begun.world.copy(), fair, (effect) => effects.push(effect));
  const has = (kind: WorldEffect['kind']) => effects.some((effect) => effect.kind === kind);
  const rollouts = [
    under(begun, 'finds a roll-out that fails', { rollout: 'failed' }),
    under(begun, 'finds a roll-out that comes late', { rollout: 'late' }),
  ];
  return [
    under(begun, '', {}),
    ...(has('await-rollout') ? rollouts : []),
    ...(has('find-digest') ? [under(begun, 'finds no image', { image: 'missing' })] : []),
    ...effects.flatMap((effect, index) =>
      isWrite(effect) ? [under(begun, `is killed before it ${inWords(effect)}`, { killedBefore: index })] : [],
    ),
    under(begun, 'is killed at its end', { killedBefore: effects.length }),
    { deviation: 'never starts', outcome: { kind: 'never-scheduled' }, standsFor: 2 },
  ];
}

/** Killed before it only looks at something is killed before the write that comes next. */
const isWrite = ({ kind }: WorldEffect): boolean =>
  !['look', 'read-verdict', 'find-digest', 'await-rollout'].includes(kind);

function inWords(effect: WorldEffect): string {
  switch (effect.kind) {
    case 'lock':
      return `locks the ${effect.side}`;
    case 'change':
      return `writes '${effect.transition}' into the record of the ${effect.side}`;
    case 'push':
      return `pushes to the ${effect.side}`;
    case 'set-alias':
      return `moves the alias of the ${effect.side}`;
    case 'write-verdict':
      return 'writes the verdict';
    default:
      return `comes to '${effect.kind}'`;
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
