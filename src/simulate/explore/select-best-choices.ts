import { variableOf as variableOfMember } from '../../programs/members/member';
import type { SelectionRules } from '../../programs/select-best/rules';
import type { Template } from '../../schemas/argo/types';
import type { Leaf } from '../scenario/executor';
import type { Choice } from './choice';
import { programOf, variableOf } from './our-programs';

/**
 * What select-best may do, given what the members handed on: choose one that takes part, or nobody. Nothing for other
 * programs.
 *
 * @internal
 */
export function selectBestChoices(leaf: Leaf, template: Template): readonly Choice[] | undefined {
  if (programOf(template) !== 'select-best') return undefined;
  const filled = leaf.manifest();
  const { members, minCandidates } = JSON.parse(variableOf(filled, 'SELECTION') ?? '') as SelectionRules;
  const runOf = (name: string): string => variableOf(filled, variableOfMember(name)) ?? 'none';
  const there = members.filter(({ name }) => runOf(name) !== 'none');
  const selectable = there.length >= minCandidates && members.every((one) => !one.required || there.includes(one));
  const nobody: Choice = {
    deviation: selectable ? 'chooses nobody' : '',
    outcome: { kind: 'ended', exitCode: 1, outputs: { outcome: 'none' } },
    standsFor: 1,
  };
  const chosen = there.map(({ name }, i): Choice => {
    const outputs = { outcome: 'selected', 'run-id': runOf(name), member: name, score: '1', considered: `${name}=1` };
    return {
      deviation: i === 0 ? '' : `chooses ${name}`,
      outcome: { kind: 'ended', exitCode: 0, outputs },
      standsFor: 1,
    };
  });
  return selectable ? [...chosen, nobody] : [nobody];
}
