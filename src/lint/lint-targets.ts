/**
 * The versions of the engines that manifests are checked for.
 *
 * @public
 */
export interface LintTargets {
  /** Argo Workflows. `'3.7'` means 3.7.16 or later, `'4.0'`, the default, 4.0.7 or later. */
  readonly argo?: '3.7' | '4.0';
}
