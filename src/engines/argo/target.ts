import { PipelineError } from '../../core/error';
import type { EngineTarget } from '../kubernetes/engine';

/** @public */
export type ArgoVersion = '3.7' | '4.0';

/**
 * Argo Workflows as the target that manifests are made for.
 *
 * @public
 */
export interface ArgoTarget extends EngineTarget {
  readonly engine: 'argo';
  readonly version: ArgoVersion;
}

/** Throws MLP2003 unless the target is one of Argo's. @internal */
export function checkTarget(engine: ArgoTarget, what: string, at: string): void {
  if (typeof engine === 'object' && engine?.engine === 'argo') return;
  throw new PipelineError({ code: 'MLP2003', message: `${what} needs an Argo target`, fix: "engine: argo('4.0')", at });
}

/** What objects that call each other must have in common. @internal */
export function targetName({ version, platform }: ArgoTarget): string {
  return `argo('${version}') on ${platform}`;
}
