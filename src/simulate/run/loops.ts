import type { Result } from '../../expr/argo/result';
import { createScope, type Scope } from '../../expr/argo/scope';
import { evaluateWhen } from '../../expr/argo/when';
import type { Sequence, WorkflowStep } from '../../schemas/argo/types';
import { goJson, notJson, parseJson } from './gather';
import type { LocalScope } from './local-scope';
import { expandSequence } from './sequence';
import { fill, type Tags } from './tagged';

/** What can be repeated for the items of a list: a step or a task. @internal */
export type Repeated = Pick<WorkflowStep, 'when' | 'withItems' | 'withParam' | 'withSequence' | 'template'> & {
  readonly name?: string;
};

/** @internal */
export function repeats({ withItems, withParam, withSequence }: Repeated): boolean {
  return (
    (withItems?.length ?? 0) > 0 || (withParam ?? '') !== '' || (withSequence !== undefined && withSequence !== null)
  );
}

/** One of what is repeated for each item, or Argo's words for why not. @internal */
export function expand<T extends Repeated>(
  repeated: T,
  tags: Tags | undefined,
  scope: LocalScope,
): readonly T[] | string {
  const items = itemsOf(repeated);
  if (typeof items === 'string') return willRun(repeated.when) === false ? [] : items;
  const { withItems, withParam, withSequence, ...once } = repeated;
  // A condition that is false anyway leaves what can't be filled in as it is.
  const [names, round] =
    willRun(repeated.when) === false ? ([scope.present(), 'lenient'] as const) : ([scope.texts, 'all'] as const);
  const expanded: T[] = [];
  for (const [index, item] of items.entries()) {
    const filled: Result<unknown> = fill(once, tags, [itemScope(names, item)], round);
    if (!filled.ok) return scope.tell(filled.problem);
    const name = `${repeated.name}(${index}:${itemText(item).replaceAll(/[()]/g, '')})`;
    expanded.push({
      ...(filled.value as T),
      name,
      ...(repeated.template !== undefined && { template: repeated.template }),
    });
  }
  return expanded;
}

function willRun(when: string | undefined): boolean | undefined {
  const result = evaluateWhen(when ?? '');
  return result.ok ? result.value : undefined;
}

function itemsOf({ withItems, withParam, withSequence }: Repeated): readonly unknown[] | string {
  if (withItems !== undefined && withItems.length > 0) return withItems;
  if (withParam !== undefined && withParam !== '') {
    const parsed = parseJson(withParam);
    const text = withParam.trim();
    const problem = `withParam value could not be parsed as a JSON list: ${text}: `;
    if (parsed === undefined) return problem + notJson(text);
    if (parsed.value === null) return [];
    if (Array.isArray(parsed.value)) return parsed.value;
    const kind = typeof parsed.value === 'boolean' ? 'bool' : typeof parsed.value;
    return `${problem}json: cannot unmarshal ${kind} into Go value of type []v1alpha1.Item`;
  }
  return expandSequence(withSequence as Sequence);
}

/** `item`, and `item.key` for the keys of a map. */
function itemScope(parent: Scope, item: unknown): Scope {
  const scope = createScope(parent);
  if (!isMapItem(item)) {
    scope.set('item', Array.isArray(item) ? goJson(item) : itemText(item));
    return scope;
  }
  for (const [key, value] of Object.entries(item)) scope.set(`item.${key}`, itemText(value));
  scope.set('item', goJson(item));
  return scope;
}

function isMapItem(item: unknown): item is Readonly<Record<string, unknown>> {
  return typeof item === 'object' && item !== null && !Array.isArray(item);
}

/** How an item is written in a name. */
function itemText(item: unknown): string {
  if (typeof item === 'string') return item;
  if (Array.isArray(item)) return `[${item.map(inner).join(' ')}]`;
  if (!isMapItem(item)) return String(item);
  return Object.entries(item)
    .map(([key, value]) => `${key}:${inner(value)}`)
    .sort()
    .join(',');
}

/** Inside a list or map, lists and maps are JSON. */
function inner(item: unknown): string {
  if (typeof item === 'string') return item;
  return typeof item === 'object' && item !== null ? JSON.stringify(item) : String(item);
}
