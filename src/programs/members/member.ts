/** One of several models, by what it is called in variables and files. @internal */
export interface Member {
  readonly name: string;
  /** Nothing goes on without it. */
  readonly required: boolean;
}

/** The variable in which the training run of a member is handed over. @internal */
export function variableOf(member: string): string {
  return `RUN_OF_${member.toUpperCase().replaceAll('-', '_')}`;
}

/** Everything that is wrong with a list of members. @internal */
export function memberProblems(members: unknown): readonly string[] {
  if (!Array.isArray(members) || members.length === 0) return ['members: expected at least one'];
  if (!members.every(isMember)) return ["members: expected { name: 'gru', required: true }, names of a-z, 0-9 and -"];
  const names = members.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  return twice === undefined ? [] : [`members: two are called '${twice}'`];
}

/** How many members there have to be at least: a part of all. @internal */
export function leastProblems(minCandidates: unknown, members: unknown): readonly string[] {
  const count = Array.isArray(members) ? members.length : 0;
  if (Number.isSafeInteger(minCandidates) && Number(minCandidates) >= 1 && Number(minCandidates) <= count) return [];
  return [`minCandidates: expected a whole number from 1 to ${count}, the number of members`];
}

function isMember(member: unknown): member is Member {
  if (typeof member !== 'object' || member === null) return false;
  const { name, required } = member as Partial<Member>;
  return typeof name === 'string' && /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/.test(name) && typeof required === 'boolean';
}
