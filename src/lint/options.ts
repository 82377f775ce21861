import type { Severity } from './finding';
import type { LintTargets } from './lint-targets';

/**
 * How manifests are looked at.
 *
 * @public
 */
export interface LintOptions {
  /** The versions that they are for. */
  readonly targets?: LintTargets;
  /** Another severity for a rule, or `off`, by its code: `{ MLL3001: 'off' }`. */
  readonly severities?: Readonly<Record<string, Severity | 'off'>>;
}
