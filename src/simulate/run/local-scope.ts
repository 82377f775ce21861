import type { Problem } from '../../expr/argo/result';
import { createScope, type Scope } from '../../expr/argo/scope';
import type { Value } from '../../expr/argo/value';
import type { Artifact } from '../../schemas/argo/types';
import type { Processed } from './processed';
import type { Run } from './run';
import { words } from './words';

/** What steps or tasks of one template can see of each other. @internal */
export interface LocalScope {
  /** Texts, what a skipped node owes, and artifacts; without `workflow.…`, which outputs' expressions don't see. */
  readonly entries: ReadonlyMap<string, Value>;
  /** Texts, over the workflow's names. */
  readonly texts: Scope;
  /** The texts without what a skipped node owes. */
  present(): Scope;
  /** The engine's words for a problem. */
  tell(problem: Problem): string;
  set(name: string, value: string): void;
  /** An output of a skipped node that has no default. */
  setAbsent(name: string): void;
  setArtifact(name: string, artifact: Artifact): void;
  /**
   * The same names, to go another way from here on.
   *
   * @param run the copy of the run
   */
  copy(run: Run): LocalScope;
}

/** @internal */
export function localScope(run: Run, processed: Processed | undefined): LocalScope {
  const scope = scopeOver(run, new Map(), createScope(run.globals));
  for (const { name, value } of processed?.inputs.parameters ?? []) scope.set(`inputs.parameters.${name}`, value ?? '');
  for (const artifact of processed?.inputs.artifacts ?? [])
    scope.setArtifact(`inputs.artifacts.${artifact.name}`, artifact);
  return scope;
}

function scopeOver(run: Run, entries: Map<string, Value>, texts: Scope): LocalScope {
  return {
    entries,
    texts,
    tell: (problem) => words(run.world, problem),
    present: () =>
      createScope(
        run.globals,
        [...entries].filter(([, value]) => typeof value === 'string'),
      ),
    set(name, value) {
      entries.set(name, value);
      texts.set(name, value);
    },
    setAbsent(name) {
      entries.set(name, null);
      texts.set(name, null);
    },
    setArtifact(name, artifact) {
      entries.set(name, { opaque: artifact });
    },
    copy: (other) => scopeOver(other, new Map(entries), texts.copy(other.globals)),
  };
}
