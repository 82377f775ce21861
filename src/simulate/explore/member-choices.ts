import type { JoinRules } from '../../programs/join-members/rules';
import { variableOf as variableOfMember } from '../../programs/members/member';
import type { EachRules } from '../../programs/register-each/rules';
import type { Template } from '../../schemas/argo/types';
import type { Leaf } from '../scenario/executor';
import type { Choice } from './choice';
import { programOf, variableOf } from './our-programs';

/** What the programs may do that hand on several models; nothing for others. @internal */
export function memberChoices(leaf: Leaf, template: Template): readonly Choice[] | undefined {
  const program = programOf(template);
  if (program !== 'join-members' && program !== 'register-each') return undefined;
  const filled = leaf.manifest();
  const runOf = (name: string): string => variableOf(filled, variableOfMember(name)) ?? 'none';
  const read = (variable: string): unknown => JSON.parse(variableOf(filled, variable) ?? '');
  return program === 'join-members'
    ? joinChoices(read('MEMBERS') as JoinRules, runOf)
    : registerChoices(read('REGISTRATION') as EachRules, runOf);
}

/** Hands on the runs that are there; MLflow may know any of them as another's, or not to its end. */
function joinChoices({ members, minCandidates }: JoinRules, runOf: (name: string) => string): readonly Choice[] {
  const there = members.filter(({ name }) => runOf(name) !== 'none');
  return subsetsOf(there).map((trained, i) => {
    const enough =
      trained.length >= minCandidates && members.every((member) => !member.required || trained.includes(member));
    // What stands for a run in a proof need not look like the id of one.
    const handedOn = members.map((member) => [
      member.name,
      trained.includes(member) ? `run-of-${member.name}` : 'none',
    ]);
    const outputs = { ...Object.fromEntries(handedOn), outcome: enough ? 'trained' : 'missing', report: 'sample' };
    return ended(`takes ${listed(trained)} for trained`, i, enough ? 0 : 1, outputs);
  });
}

/** Registers some of those that have a run: which ones, the policy says. */
function registerChoices({ policy, members }: EachRules, runOf: (name: string) => string): readonly Choice[] {
  const there = members.filter(({ name }) => runOf(name) !== 'none');
  const required = members.filter((member) => member.required);
  return subsetsOf(there).flatMap((registered, i): readonly Choice[] => {
    const complete = required.every((member) => registered.includes(member));
    if (policy === 'allOrNothing' && !complete && registered.length > 0) return [];
    const outputs = Object.fromEntries(
      members.flatMap((member) => {
        const { name } = member;
        if (!registered.includes(member)) return [[name, 'none']];
        return [
          [name, '1'],
          [`${name}-uri`, `s3://models/${name}`],
          [`${name}-digest`, `sha256:${'0'.repeat(64)}`],
        ];
      }),
    );
    const said = (verdict: string): Choice =>
      ended(`registers ${listed(registered)}, ${verdict}`, i, verdict === 'error' ? 1 : 0, { ...outputs, verdict });
    return complete && registered.length > 0 ? [said('pass')] : ['fail', 'inconclusive', 'error'].map(said);
  });
}

function ended(deviation: string, i: number, exitCode: number, outputs: Readonly<Record<string, string>>): Choice {
  return { deviation: i === 0 ? '' : deviation, outcome: { kind: 'ended', exitCode, outputs }, standsFor: 1 };
}

const listed = (members: readonly { readonly name: string }[]): string =>
  members.length === 0 ? 'nobody' : members.map(({ name }) => name).join(', ');

/** All of them first, then every choice of fewer. */
function subsetsOf<T>(all: readonly T[]): readonly (readonly T[])[] {
  const [first, ...rest] = all;
  if (first === undefined) return [[]];
  const without = subsetsOf(rest);
  return [...without.map((some) => [first, ...some]), ...without];
}
