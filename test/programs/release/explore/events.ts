import type { Effect, Side } from '../../../../src/programs/release/effect';
import type { ReleaseRecord } from '../../../../src/programs/release/record';
import type { VerdictEntry } from '../../../../src/programs/release/verdict-book';
import type { Event } from './option';
import { bit, factsOf, type GitState, has, type Memory } from './parts';
import { numberOf, type Scenario } from './scenario';

export function broken(memory: Memory, what: string): Memory {
  return memory.broken.includes(what) ? memory : { ...memory, broken: [...memory.broken, what] };
}

/** What an actor says of a pass that it did not measure with the candidate before it. */
export const sawAnother = 'saw another';

export function afterChange(
  { transition, details }: Extract<Effect, { kind: 'change' }>,
  about: number,
  before: ReleaseRecord,
  after: ReleaseRecord,
): Event | undefined {
  if (before === after) return undefined;
  const { candidate, rejected } = factsOf(after);
  const { verdict } = details;
  switch (transition) {
    case 'release-hold':
      return (memory) => ({ ...memory, rejected: memory.rejected & ~bit(about) });
    case 'approve':
      return (memory) => ({ ...memory, highestApproved: Math.max(memory.highestApproved, candidate) });
    case 'record':
      return verdict?.verdict === 'pass' || verdict?.verdict === 'override'
        ? (memory) => passed(memory, candidate, verdict)
        : (memory) => ({ ...memory, rejected: memory.rejected | rejected });
    default:
      return rejected === 0 ? undefined : (memory) => ({ ...memory, rejected: memory.rejected | rejected });
  }
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
  side: Side,
  git: GitState,
  release: number,
  token: number,
): Event | undefined {
  const deployed = afterDeploy(side, release);
  const stale = token < git.token;
  // A candidate without an image fails its gate; what is promoted or gone back to has to be there.
  const gone = missing.includes(release) && git.release !== release && (side === 'target' || release <= 1);
  if (!stale && !gone) return deployed;
  return (memory, source) => {
    let after = deployed?.(memory, source) ?? memory;
    if (stale) after = broken(after, 'a stale push outlives that of a newer holder');
    if (gone) after = broken(after, 'an image is deployed that is not in the registry');
    return after;
  };
}

/** A version arrives in the target, by its file or by its alias. */
export function afterDeploy(side: Side, version: number): Event | undefined {
  if (side === 'source' || version <= 1) return undefined;
  return (memory) => (has(memory.rejected, version) ? broken(memory, 'a rejected version is promoted') : memory);
}
