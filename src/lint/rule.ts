import type { Problem, Severity } from './finding';
import type { Project } from './project';

/**
 * What a rule says of itself: its page and its test are made of it.
 *
 * @internal
 */
export interface RuleText {
  /** `MLL` and four digits; never used for another rule. */
  readonly code: string;
  /** What it finds, in a few words. */
  readonly title: string;
  readonly severity: Severity;
  /** What happens to who leaves it as it is. */
  readonly why: string;
  readonly fix: string;
  /** What of it `lint --fix` mends; nothing for rules that a person has to mend. */
  readonly mends?: string;
  /** Manifests that it finds something in. */
  readonly bad: string;
  /** The same mended: no rule finds anything in them. */
  readonly good: string;
  /** What the engine's own validator says where this rule speaks; nothing where it is silent. */
  readonly engine?: RegExp;
}

/** A rule that looks at all manifests at once. @internal */
export interface Rule extends RuleText {
  check(project: Project): Iterable<Problem>;
}
