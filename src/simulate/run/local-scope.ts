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
  const scope = new RunScope(run, new Map(), createScope(run.globals));
  for (const { name, value } of processed?.inputs.parameters ?? []) scope.set(`inputs.parameters.${name}`, value ?? '');
  for (const artifact of processed?.inputs.artifacts ?? [])
    scope.setArtifact(`inputs.artifacts.${artifact.name}`, artifact);
  return scope;
}

/** A class, since each look at a template makes some. */
class RunScope implements LocalScope {
  readonly entries: Map<string, Value>;
  readonly texts: Scope;
  readonly #run: Run;

  constructor(run: Run, entries: Map<string, Value>, texts: Scope) {
    this.#run = run;
    this.entries = entries;
    this.texts = texts;
  }

  present(): Scope {
    return createScope(
      this.#run.globals,
      [...this.entries].filter(([, value]) => typeof value === 'string'),
    );
  }

  tell(problem: Problem): string {
    return words(this.#run.world, problem);
  }

  set(name: string, value: string): void {
    this.entries.set(name, value);
    this.texts.set(name, value);
  }

  setAbsent(name: string): void {
    this.entries.set(name, null);
    this.texts.set(name, null);
  }

  setArtifact(name: string, artifact: Artifact): void {
    this.entries.set(name, { opaque: artifact });
  }

  copy(run: Run): LocalScope {
    return new RunScope(run, new Map(this.entries), this.texts.copy(run.globals));
  }
}
