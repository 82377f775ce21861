import type { DAGTask, WorkflowStep } from '../../../schemas/argo/types';
import type { PlacedTemplate } from '../templates';
import type { KnownNames } from './known-names';

/**
 * Adds what may be read of a step or task that was listed.
 *
 * @param called `unknown` where the template only shows when it runs
 * @internal
 */
export function addCallNames(
  names: KnownNames,
  prefix: string,
  called: PlacedTemplate | 'unknown' | undefined,
  isLoop: boolean,
): void {
  names.add(...['id', 'startedAt', 'finishedAt', 'hostNodeName'].map((word) => `${prefix}.${word}`));
  if (called === undefined) return;
  if (called === 'unknown') {
    names.addAll(`${prefix}.`);
    return;
  }
  const { template } = called;
  const { outputs, daemon, container, containerSet, script, data, http, plugin } = template;
  if (daemon === true) names.add(`${prefix}.ip`);
  const hasMain = containerSet?.containers.some(({ name }) => name === 'main');
  if (hasMain === true || [container, script, data, http, plugin].some((each) => each !== undefined))
    names.add(`${prefix}.outputs.result`, `${prefix}.exitCode`);
  for (const word of ['parameters', 'artifacts'] as const)
    names.add(...(outputs?.[word] ?? []).map(({ name }) => `${prefix}.outputs.${word}.${name}`));
  if (!isLoop) return;
  names.add(`${prefix}.outputs.parameters`);
  if (script !== undefined || containerSet !== undefined) names.add(`${prefix}.outputs.result`, `${prefix}.exitCode`);
}

/** Adds what an item of a loop is called. @internal */
export function addItemNames(names: KnownNames, { withItems, withParam, withSequence }: WorkflowStep | DAGTask): void {
  if ((withItems ?? []).length === 0 && (withParam ?? '') === '' && withSequence === undefined) return;
  names.add('item');
  if ((withParam ?? '') !== '') names.addAll('item.');
  for (const item of withItems ?? []) {
    if (Array.isArray(item)) names.add(...item.map((_, i) => `item.[${i}]`));
    else if (typeof item === 'object' && item !== null) names.add(...Object.keys(item).map((key) => `item.${key}`));
  }
}

/** Tells a loop whose outputs Argo collects. @internal */
export function isCollected({ withItems, withParam }: WorkflowStep | DAGTask): boolean {
  return (withItems ?? []).length > 0 || (withParam ?? '') !== '';
}
