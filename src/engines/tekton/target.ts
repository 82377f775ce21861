import { PipelineError } from '../../core/error';
import type { EngineTarget } from '../kubernetes/engine';
import type { EventEngine } from '../kubernetes/event-engine';

/** @public */
export type TektonVersion = '1.15';

/** A flag of the ConfigMap `feature-flags` that is off unless somebody sets it. @public */
export type TektonFeature = 'enable-param-enum';

/** @internal */
export const tektonFeatures: readonly TektonFeature[] = ['enable-param-enum'];

/**
 * Tekton Pipelines as the target that manifests are made for.
 *
 * @public
 */
export interface TektonTarget extends EngineTarget, EventEngine {
  readonly engine: 'tekton';
  readonly starts: 'tekton';
  readonly version: TektonVersion;
  readonly requires: readonly TektonFeature[];
  /** Who is asked where a pipeline waits for a person. */
  readonly approvals: TektonApprovals | undefined;
}

/**
 * Approvals by the Manual Approval Gate, a controller of its own.
 *
 * @see https://github.com/openshift-pipelines/manual-approval-gate
 * @public
 */
export interface TektonApprovals {
  /** Users, and groups as `group:release-managers`. One who refuses ends the wait. */
  readonly approvers: readonly [string, ...string[]];
  /** How many have to approve. @default 1 */
  readonly required?: number | undefined;
}

/** Throws MLP2003 unless the target is one of Tekton's. @internal */
export function checkTarget(engine: TektonTarget, what: string, at: string): void {
  if (typeof engine === 'object' && engine?.engine === 'tekton') return;
  throw new PipelineError({
    code: 'MLP2003',
    message: `${what} needs a Tekton target`,
    fix: "engine: tekton('1.15')",
    at,
  });
}

/** What units that are put into one another must have in common. @internal */
export function targetName({ version, platform }: TektonTarget): string {
  return `tekton('${version}') on ${platform}`;
}
