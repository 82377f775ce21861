/**
 * What is off in Tekton unless somebody sets it in the ConfigMap `feature-flags`.
 *
 * @see https://tekton.dev/docs/pipelines/additional-configs/
 * @public
 */
export type TektonSetting = (typeof tektonSettings)[number];

/** @internal */
export const tektonSettings = [
  'enable-api-fields=alpha',
  'enable-artifacts',
  'enable-cel-in-whenexpression',
  'enable-concise-resolver-syntax',
  'enable-param-enum',
] as const;

/**
 * The versions of the engines that manifests are checked for.
 *
 * @public
 */
export interface LintTargets {
  /** Argo Workflows. `'3.7'` means 3.7.16 or later, `'4.0'`, the default, 4.0.7 or later. */
  readonly argo?: '3.7' | '4.0';
  /** What is on in Tekton 1.15 or later; by default nothing, and the fields of its beta API. */
  readonly tekton?: readonly TektonSetting[];
}
