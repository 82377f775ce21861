import type { WorldEffect } from '../../../programs/release/perform';
import type { Template } from '../../../schemas/argo/types';
import type { Leaf } from '../../scenario/executor';
import type { Choice } from '../choice';
import type { Event } from '../history';
import { isReleaseStep, playPod, type ReleasePod, releasePod } from './release-pod';
import { ReleaseWorld, type Weather } from './release-world';

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

const fair: Weather = { rollout: () => 'ready', image: () => 'there', killedBefore: undefined };

/** @internal */
export function createReleaseModel(): ReleaseModel {
  return modelOf(undefined);
}

function modelOf(begun: ReleaseWorld | undefined): ReleaseModel {
  let world = begun;
  const begin = (leaf: Leaf, template: Template, now: number): Begun | undefined => {
    if (!isReleaseStep(template)) return undefined;
    const pod = releasePod(leaf, leaf.workflow, now);
    const { source = 'source', target = 'target' } = pod.environments;
    world ??= new ReleaseWorld({ source, target }, pod.variables.job.policy.within);
    return { world, pod };
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

/** A pod that is about to work. */
interface Begun {
  readonly world: ReleaseWorld;
  readonly pod: ReleasePod;
}

function under({ world, pod }: Begun, deviation: string, weather: Partial<Weather>): Choice {
  const outcome = () => playPod(pod, world, { ...fair, ...weather }, () => undefined);
  return { deviation, outcome, standsFor: 1 };
}

function choices(begun: Begun): readonly Choice[] {
  const effects: WorldEffect[] = [];
  playPod(begun.pod, begun.world.copy(), fair, (effect) => effects.push(effect));
  const has = (kind: WorldEffect['kind']) => effects.some((effect) => effect.kind === kind);
  const rollouts = [
    under(begun, 'finds a roll-out that fails', { rollout: () => 'failed' }),
    under(begun, 'finds a roll-out that comes late', { rollout: () => 'late' }),
  ];
  return [
    under(begun, '', {}),
    ...(has('await-rollout') ? rollouts : []),
    ...(has('find-digest') ? [under(begun, 'finds no image', { image: () => 'missing' })] : []),
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
