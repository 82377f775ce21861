import type { SchemaRelease } from '../schemas/release';

/**
 * The versions of the engines that manifests are checked for.
 *
 * @public
 */
export interface LintTargets {
  /** Argo Workflows. `'3.7'` means 3.7.16 or later, `'4.0'`, the default, 4.0.7 or later. */
  readonly argo?: '3.7' | '4.0';
}

/** The lines of releases that the schemas of a project are of. @internal */
export function releasesOf({ argo = '4.0' }: LintTargets): readonly SchemaRelease[] {
  return [
    `argo-${argo}`,
    'events-1.9',
    'tekton-1.15',
    'triggers-0.37',
    'kserve-0.20',
    'gateway-1.5',
    'kubernetes-1.36',
  ];
}
