import type { Problem } from '../../expr/argo/result';
import { replaceText } from '../../expr/argo/text';
import { evaluateWhen } from '../../expr/argo/when';
import type { Arguments, Artifact, LifecycleHook } from '../../schemas/argo/types';
import { withoutAbsent } from './arguments';
import type { LocalScope } from './local-scope';
import { type Repeated, repeats } from './loops';
import { fill, type Tags } from './tagged';
import { resolveArtifact } from './template-outputs';

/** A step or task. @internal */
export interface Callable extends Repeated {
  readonly arguments?: Arguments;
  readonly hooks?: { readonly [name: string]: LifecycleHook };
}

/** With its references filled in; or the name that the engine waits for; or why it never will. @internal */
export type Resolved<T> = { readonly ready: T } | { readonly waitsFor: string } | { readonly problem: string };

/** Fills in what a step or task reads of others: the condition first, and the rest only if it runs. @internal */
export function resolveReferences<T extends Callable>(
  source: T,
  tags: Tags | undefined,
  scope: LocalScope,
): Resolved<T> {
  const { hooks, when, ...rest } = source;
  let condition = when;
  if (when !== undefined && when !== '') {
    const text = replaceText(when, scope.texts, 'strict');
    if (!text.ok) return notResolved(text.problem, scope);
    condition = text.value;
    const runs = evaluateWhen(condition);
    // A condition on the item is read again for each item.
    if (!runs.ok && !repeats(source)) return { problem: scope.tell(runs.problem) };
    if (runs.ok && !runs.value) return { ready: { ...source, when: condition } };
  }
  const given = withoutAbsent(rest.arguments ?? {}, (name) => scope.entries.get(name) === null);
  const filled = fill({ ...rest, arguments: given }, withoutOthers(tags), [scope.texts], 'strict');
  if (!filled.ok) return notResolved(filled.problem, scope);
  const artifacts = resolveArtifacts(filled.value.arguments, scope);
  if (typeof artifacts === 'string') return { problem: artifacts };
  const ready = {
    ...filled.value,
    arguments: artifacts,
    ...(hooks !== undefined && { hooks }),
    ...(condition !== undefined && { when: condition }),
  };
  return { ready: ready as unknown as T };
}

/** The condition is filled in before, hooks when their time comes. */
function withoutOthers(tags: Tags | undefined): Tags | undefined {
  if (tags === undefined || tags === true) return tags;
  return tags.filter(([key]) => key !== 'when' && key !== 'hooks');
}

function notResolved(
  problem: Problem,
  scope: LocalScope,
): { readonly waitsFor: string } | { readonly problem: string } {
  const message = scope.tell(problem);
  if (problem.kind !== 'unresolved') return { problem: message };
  const name = /\{\{(.*)\}\}/s.exec(message)?.[1] ?? /: (\S+) is missing/.exec(message)?.[1];
  return { waitsFor: name?.trim() ?? message };
}

/** The artifacts among arguments, or Argo's words for the one that there is not. @internal */
export function resolveArtifacts(given: Arguments, scope: LocalScope): Arguments | string {
  if (given.artifacts === undefined || given.artifacts.length === 0) return given;
  const artifacts: Artifact[] = [];
  for (const artifact of given.artifacts) {
    const found = resolveArtifact(artifact, scope);
    if (typeof found === 'string') {
      if (artifact.optional !== true) return `unable to resolve references: ${found}`;
    } else artifacts.push(found ?? artifact);
  }
  return { ...given, artifacts };
}
