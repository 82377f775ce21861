import type { TrainingPlan } from '../../programs/train-http/plan';
import type { Template } from '../../schemas/argo/types';
import type { Leaf } from '../scenario/executor';
import type { Choice } from './choice';
import { programOf, variableOf } from './our-programs';

/**
 * What train-http may do: all models are trained, or all but one that need not be, or one that has to be is not. Nothing for
 * other programs.
 *
 * @internal
 */
export function trainHttpChoices(leaf: Leaf, template: Template): readonly Choice[] | undefined {
  if (programOf(template) !== 'train-http') return undefined;
  const { models } = JSON.parse(variableOf(leaf.manifest(), 'TRAINING') ?? '') as TrainingPlan;
  const ended = (deviation: string, outcome: string, untrained?: string): Choice => {
    const runs = models.map(({ name, output }) => ({
      name,
      output,
      run: name === untrained ? 'none' : `run-of-${output}`,
    }));
    const outputs = {
      outcome,
      report: runs.map(({ name, run }) => `${name}=${run}`).join(','),
      ...Object.fromEntries(runs.map(({ output, run }) => [output, run])),
    };
    return { deviation, outcome: { kind: 'ended', exitCode: outcome === 'trained' ? 0 : 1, outputs }, standsFor: 1 };
  };
  const [first, ...others] = models;
  const needed = models.find(({ required }) => required) ?? (others.length === 0 ? first : undefined);
  const optional = models.filter(({ required }) => !required && models.length > 1);
  return [
    ended('', 'trained'),
    ...optional.map(({ name }) => ended(`does not train ${name}`, 'trained', name)),
    ...(needed === undefined ? [] : [ended(`does not train ${needed.name}`, 'incomplete', needed.name)]),
  ];
}
