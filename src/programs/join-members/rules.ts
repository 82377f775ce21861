import { leastProblems, type Member, memberProblems } from '../members/member';

/** What join-members is told: who was trained, and how many have to be there. @internal */
export interface JoinRules {
  readonly members: readonly Member[];
  readonly minCandidates: number;
}

/** Everything that is wrong with rules; empty when members can be joined by them. @internal */
export function rulesProblems(rules: unknown): readonly string[] {
  if (typeof rules !== 'object' || rules === null) return ['expected an object with members and minCandidates'];
  const { members, minCandidates, ...more } = rules as { readonly [word: string]: unknown };
  const surplus = Object.keys(more)[0];
  if (surplus !== undefined) return [`${surplus}: is not known`];
  return [...memberProblems(members), ...leastProblems(minCandidates, members)];
}

/** Narrows rules without problems. @internal */
export function areRules(value: unknown): value is JoinRules {
  return rulesProblems(value).length === 0;
}
