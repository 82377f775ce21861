import type { Member } from './member';

/** A member of which there is no run to go on with, and why. @internal */
export interface Absent {
  readonly name: string;
  readonly runId: string | undefined;
  readonly why: string;
}

/** Members with one run: at least one of them did not train. @internal */
export function withoutShared<P extends { readonly name: string; readonly runId: string }>(
  looked: readonly (P | Absent)[],
): readonly (P | Absent)[] {
  return looked.map((one) => {
    const same = looked.filter(({ runId }) => runId !== undefined && runId === one.runId);
    if ('why' in one || same.length < 2) return one;
    const { name, runId } = one;
    return { name, runId, why: `${same.map(({ name }) => name).join(' and ')} handed on the same run ${runId}` };
  });
}

/** Why nobody may go on: a member that has to take part does not, or too few do. @internal */
export function tooFew(
  members: readonly Member[],
  minCandidates: number,
  absent: readonly Absent[],
): string | undefined {
  const missed = absent.filter(({ name }) => members.some((member) => member.required && member.name === name));
  const [first] = missed;
  if (first !== undefined)
    return `${missed.map(({ name }) => name).join(', ')} had to take part; ${first.name}: ${first.why}`;
  const there = members.length - absent.length;
  if (there >= minCandidates) return undefined;
  return `${there} of ${members.length} models take part, at least ${minCandidates} have to`;
}
