import type { Hop } from './environments';
import { type Facts, has, type Memory, type Registry } from './parts';
import { numberOf, type Scenario } from './scenario';

/** A state as the invariants see it. */
export interface View {
  readonly source: Facts;
  readonly target: Facts;
  readonly third: Facts;
  /** What the environments' files say. */
  readonly inSource: number;
  readonly inTarget: number;
  readonly inThird: number;
  readonly aliases: Registry;
  readonly memory: Memory;
}

type Invariant = readonly [says: string, broken: (view: View, scenario: Scenario) => boolean];

/** What holds in every state. What an actor must not do is in `events`, what green means in `isGreenRightly`. */
const always: readonly Invariant[] = [
  [
    'a version is promoted without a recorded pass',
    ({ inTarget, aliases, memory }) => isNew(memory.passed, inTarget) || isNew(memory.passed, aliases.target),
  ],
  [
    'a rejected version is in the target',
    ({ inTarget, aliases, memory }) => has(memory.rejected, inTarget) || has(memory.rejected, aliases.target),
  ],
  ['the source approves a version that never passed', ({ source, memory }) => isNew(memory.passed, source.good)],
  [
    'the alias of the only environment names a version that was not approved',
    ({ aliases, memory }, { policy }) =>
      policy.within &&
      // The write of an approval that was taken back since may be late.
      (isNew(memory.passed, aliases.source) || has(memory.rejected & ~memory.onceUndone.source, aliases.source)),
  ],
  ['the baseline of the source never passed', ({ source, memory }) => isNew(memory.passed, source.baseline)],
  ['the baseline of the source is a rejected version', ({ source, memory }) => has(memory.rejected, source.baseline)],
  [
    'the baseline of the source is the candidate itself',
    ({ source }) => !source.idle && source.baseline > 1 && source.baseline === source.candidate,
  ],
  [
    'the baseline of the target was never approved',
    ({ target, memory }) => target.baseline > 1 && target.baseline > memory.highestApproved,
  ],
  [
    'an older version replaces a newer approved one in the target',
    ({ target, inTarget, memory }) =>
      inTarget > 0 && inTarget < memory.highestApproved && (target.idle || target.candidate < memory.highestApproved),
  ],
  [
    'a version goes on that was not approved before',
    ({ inThird, aliases, memory }) => isNew(memory.approved, inThird) || isNew(memory.approved, aliases.third),
  ],
  [
    'a version goes on without a recorded pass',
    ({ inThird, aliases, memory }) => isNew(memory.passed, inThird) || isNew(memory.passed, aliases.third),
  ],
  [
    'a rejected version is in the third',
    ({ inThird, aliases, memory }) => has(memory.rejected, inThird) || has(memory.rejected, aliases.third),
  ],
  [
    'the third has a baseline that was never approved',
    ({ third, memory }) => third.baseline > 1 && third.baseline > memory.highestInThird,
  ],
  [
    'an older version replaces a newer approved one in the third',
    ({ third, inThird, memory }) =>
      inThird > 0 && inThird < memory.highestInThird && (third.idle || third.candidate < memory.highestInThird),
  ],
  [
    'an older version replaces a newer passed one in the source',
    ({ inSource, memory }) =>
      inSource > 0 && inSource < memory.highestPassed && !has(memory.rejected, memory.highestPassed),
  ],
];

/** What holds when nobody is under way. */
const atRest: readonly Invariant[] = [
  ['a decision is left open', ({ source, target, third }) => !source.idle || !target.idle || !third.idle],
  ['a lock is left held', ({ source }) => source.locked],
  ['git does not say what the record of the source says', ({ source, inSource }) => inSource !== source.deployed],
  [
    'git does not say what the record of the target says',
    ({ target, inTarget }) => inTarget !== target.good && !target.held,
  ],
  ['git does not say what the record of the third says', ({ third, inThird }) => inThird !== third.good && !third.held],
  [
    'the alias of the source is not what its record says',
    ({ source, aliases }, { policy }) => {
      const named = policy.within ? source.good : source.deployed;
      return aliases.source !== (named === numberOf(policy.initial) ? 0 : named);
    },
  ],
  ['the alias of the target is not what its record says', ({ target, aliases }) => aliases.target !== target.good],
  ['the alias of the third is not what its record says', ({ third, aliases }) => aliases.third !== third.good],
  [
    'the tags are not what the record says',
    ({ source, target, aliases: { tagged } }) => tagged.source !== source.rejected || tagged.target !== target.rejected,
  ],
  [
    'a version that was taken back is live',
    ({ inSource, inTarget, aliases, memory: { undone } }) =>
      [inSource, aliases.source].some((version) => has(undone.source, version)) ||
      [inTarget, aliases.target].some((version) => has(undone.target, version)),
  ],
  [
    'the source runs a candidate that is neither held nor approved',
    ({ source, inSource, memory }) => inSource === source.candidate && !source.held && isNew(memory.passed, inSource),
  ],
  [
    'a rejected candidate stays in the source',
    ({ source, inSource, memory }) => inSource === source.candidate && !source.held && has(memory.rejected, inSource),
  ],
  [
    'the source runs neither candidate nor baseline',
    ({ source, inSource }) => inSource > 1 && inSource !== source.candidate && inSource !== source.baseline,
  ],
];

const isNew = (mask: number, version: number): boolean => version > 1 && !has(mask, version);

/** Whether nobody is under way, and whether somebody was in git by hand. */
interface Moment {
  readonly rests: boolean;
  readonly edited: boolean;
}

/** The invariants that a state breaks, in words. */
export function brokenInvariants(view: View, scenario: Scenario, { rests, edited }: Moment): readonly string[] {
  let found = view.memory.broken;
  for (const [says, broken] of always) if (!edited && broken(view, scenario)) found = [...found, says];
  if (!rests) return found;
  for (const [says, broken] of atRest) if (broken(view, scenario)) found = [...found, `${says} when all is settled`];
  return found;
}

/** Why a run may not end green, if it may not. */
export function wronglyGreen(
  outcome: string,
  { about, hop, within }: { readonly about: number; readonly hop: Hop; readonly within: boolean },
  { source, inSource, target, inTarget, third, inThird, memory }: View,
): string | undefined {
  if (outcome !== 'promoted' && outcome !== 'pass') return undefined;
  // It was approved, taken back, released and found bad before the run could say so.
  const rejected = within ? memory.rejected & ~memory.onceUndone.source : memory.rejected;
  if (!has(memory.passed, about) || has(rejected, about)) return 'a run is green without a standing pass';
  if (outcome === 'pass') return undefined;
  if (within) {
    if (source.held && source.candidate === about) return 'a run is green although its candidate is held';
    const isLive = source.good >= about && inSource >= about;
    return isLive || has(memory.onceUndone.source, about)
      ? undefined
      : 'a run is green although its candidate is not live';
  }
  if (hop === 1) {
    if (third.held && third.candidate === about) return 'a run is green although the third holds its candidate';
    const wentOn = third.good >= about && inThird >= about;
    return wentOn ? undefined : 'a run is green although its candidate did not go on';
  }
  if (target.held && target.candidate === about) return 'a run is green although the target holds its candidate';
  const isThere = target.good >= about && inTarget >= about;
  // It was: somebody took it back before the run could say so.
  return isThere || has(memory.onceUndone.target, about)
    ? undefined
    : 'a run is green although the target does not have its candidate';
}
