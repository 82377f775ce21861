import type { SchemaRelease } from '../schemas/release';
import type { LintTargets } from './lint-targets';

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
