import type { ReleaseRecord } from '../../../../src/programs/release/record';
import type { VerdictEntry } from '../../../../src/programs/release/verdict-book';
import type { Asked, Environment } from './environments';
import type { Event } from './option';
import { bit, factsOf, type GitState, has, highestOf, type Memory } from './parts';
import type { Role } from './roles';
import { numberOf, type Scenario } from './scenario';

export function broken(memory: Memory, what: string): Memory {
  return memory.broken.includes(what) ? memory : { ...memory, broken: [...memory.broken, what] };
}

/** What an actor says of a pass that it did not measure with the candidate before it. */
export const sawAnother = 'saw another';

export function afterChange(
  effect: Extract<Asked, { kind: 'change' }>,
  role: Role,
  before: ReleaseRecord,
  after: ReleaseRecord,
): Event | undefined {
  if (before === after) return undefined;
  const { transition, environment, details } = effect;
  const { candidate, ...facts } = factsOf(after);
  if (transition === 'undo') return afterUndo(environment, role, before);
  if (role.kind !== 'operator' && role.hop === 1 && environment === 'target')
    return afterGoingOn(effect, role, before, after);
  const rejected = environment === 'source' ? facts.rejected : 0;
  const { verdict } = details;
  switch (transition) {
    case 'release-hold':
      return (memory) => afterRelease(memory, environment, role.about);
    case 'begin':
    case 'override':
    case 'accept':
    case 'promote':
      return (memory) => comesBack(memory, environment, candidate);
    case 'receive': {
      const isRejected = has(factsOf(before).rejected, candidate);
      return (memory) => {
        const after = comesBack(memory, environment, candidate);
        return isRejected ? broken(after, 'a version goes back to where it was rejected') : after;
      };
    }
    case 'approve':
      return environment === 'third'
        ? (memory) => ({ ...memory, highestInThird: Math.max(memory.highestInThird, candidate) })
        : (memory) => approved(memory, candidate);
    case 'record':
      return verdict?.verdict === 'pass' || verdict?.verdict === 'override'
        ? (memory) => passed(memory, candidate, verdict)
        : (memory) => withRejected(memory, rejected);
    default:
      return rejected === 0 ? undefined : (memory) => withRejected(memory, rejected);
  }
}

/** What was taken back where it was tested was not found bad by a gate: what became of it elsewhere stays. */
function withRejected(memory: Memory, rejected: number): Memory {
  return { ...memory, rejected: memory.rejected | (rejected & ~memory.undone.source) };
}

/** What was approved, or passed, before is now the highest: a deliberate undo is no older version by accident. */
function afterUndo(environment: Environment, { about }: Role, before: ReleaseRecord): Event {
  const { candidate, deployed } = factsOf(before);
  return (memory) => {
    const adding = (of: Memory['undone']) => ({ ...of, [environment]: of[environment] | bit(about) });
    const undone = adding(memory.undone);
    const after: Memory = {
      ...memory,
      undone,
      onceUndone: adding(memory.onceUndone),
      highestPassed: environment === 'source' ? highestOf(memory.passed & ~undone.source) : memory.highestPassed,
      highestApproved: environment === 'target' ? highestOf(memory.approved & ~undone.target) : memory.highestApproved,
    };
    const isLive = candidate === about && deployed === about && before.phase === 'idle';
    return isLive ? after : broken(after, 'something else is taken back than what is live');
  };
}

function afterRelease(memory: Memory, environment: Environment, version: number): Memory {
  const undone = { ...memory.undone, [environment]: memory.undone[environment] & ~bit(version) };
  const rejected = environment === 'source' ? memory.rejected & ~bit(version) : memory.rejected;
  return { ...memory, undone, rejected };
}

function comesBack(memory: Memory, environment: Environment, version: number): Memory {
  return has(memory.undone[environment], version)
    ? broken(memory, 'a version comes back to where it was taken back')
    : memory;
}

/** Whether the record of the target lets a candidate go on from there, and that a run does nothing else to it. */
function afterGoingOn(
  { transition }: Extract<Asked, { kind: 'change' }>,
  { about }: Role,
  before: ReleaseRecord,
  after: ReleaseRecord,
): Event | undefined {
  const { candidate, deployed, good, held, rejected } = factsOf(before);
  const moved = (['candidate', 'baseline', 'deployed', 'good', 'hold', 'rejected'] as const).some(
    (field) => before[field] !== after[field],
  );
  const wrong = [
    ...(moved ? ['a run that only passes on moves something where it takes the candidate from'] : []),
    ...(transition === 'pass-on'
      ? [
          ...(candidate === about ? [] : ['a superseded candidate goes on']),
          ...(good === about ? [] : ['a candidate goes on that nobody approved']),
          ...(deployed === about ? [] : ['a candidate goes on that is not deployed any more']),
          ...(held && before.hold?.retry === false ? ['a held candidate goes on'] : []),
          ...(has(rejected, about) ? ['a rejected candidate goes on'] : []),
        ]
      : []),
  ];
  return (memory) => {
    const taken = transition === 'pass-on' && has(memory.undone.target, about);
    return (taken ? [...wrong, 'a candidate goes on that was taken back'] : wrong).reduce(broken, memory);
  };
}

function approved(memory: Memory, version: number): Memory {
  const highestApproved = Math.max(memory.highestApproved, version);
  return { ...memory, approved: memory.approved | bit(version), highestApproved };
}

function passed(memory: Memory, version: number, { reason }: VerdictEntry): Memory {
  const highestPassed = Math.max(memory.highestPassed, version);
  let after: Memory = { ...memory, passed: memory.passed | bit(version), highestPassed };
  if (reason === sawAnother) after = broken(after, 'a pass is recorded for another version than was measured');
  if (has(memory.rejected, version)) after = broken(after, 'a rejected version passes');
  return after;
}

/** A fail of an attempt that nobody has given up is a rejection, even if nobody lives to tell the record. */
export function afterVerdict({ verdict, attempt, candidate }: VerdictEntry): Event | undefined {
  if (verdict !== 'fail') return undefined;
  return (memory, source) =>
    source.attempt === attempt && source.phase === 'gating' && source.hold === null
      ? { ...memory, rejected: memory.rejected | bit(numberOf(candidate)) }
      : memory;
}

export function afterPush(
  { missing }: Scenario,
  environment: Environment,
  git: GitState,
  release: number,
  token: number,
): Event | undefined {
  const deployed = afterDeploy(environment, release);
  const stale = token < git.token;
  // A candidate without an image fails its gate; what is promoted or gone back to has to be there.
  const gone = missing.includes(release) && git.release !== release && (environment !== 'source' || release <= 1);
  if (!stale && !gone) return deployed;
  return (memory, source) => {
    let after = deployed?.(memory, source) ?? memory;
    if (stale) after = broken(after, 'a stale push outlives that of a newer holder');
    if (gone) after = broken(after, 'an image is deployed that is not in the registry');
    return after;
  };
}

/** A version arrives where it is promoted to, by its file or by its alias. */
export function afterDeploy(environment: Environment, version: number): Event | undefined {
  if (environment === 'source' || version <= 1) return undefined;
  return (memory) => (has(memory.rejected, version) ? broken(memory, 'a rejected version is promoted') : memory);
}
