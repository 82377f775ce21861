import { checkProps } from '../../core/check-props';
import { show } from '../../core/check-value';
import { checkImage, type Image } from '../../core/container/image';
import { PipelineError } from '../../core/error';
import type { Platform } from '../kubernetes/platform';

/** @public */
export type ArgoVersion = '3.7' | '4.0';

/**
 * The engine that manifests are made for.
 *
 * @public
 */
export interface ArgoTarget {
  readonly engine: 'argo';
  readonly version: ArgoVersion;
  readonly platform: Platform;
  readonly programImage: Image | undefined;
}

/** @public */
export interface ArgoOptions {
  /** On OpenShift the namespace chooses user and group, so no pod names them. @default 'kubernetes' */
  readonly platform?: Platform | undefined;
  /** Image that our own programs run in: Node 20 or later on the path. @default - the official Node image, by exact tag */
  readonly programImage?: Image | undefined;
}

/**
 * Argo Workflows as the target: `'3.7'` means 3.7.16 or later, `'4.0'` means 4.0.7 or later.
 *
 * @throws PipelineError MLP2004 for another version.
 * @see https://argo-workflows.readthedocs.io/
 * @example
 * ```ts
 * const engine = argo('4.0');
 * ```
 * @public
 */
export function argo(version: ArgoVersion, options: ArgoOptions = {}): ArgoTarget {
  checkProps(options, ['platform', 'programImage'], 'the target argo');
  const { platform = 'kubernetes', programImage } = options;
  if (programImage !== undefined) checkImage(programImage, 'the programs');
  if (['3.7', '4.0'].includes(version) && ['kubernetes', 'openshift'].includes(platform)) {
    return Object.freeze({ engine: 'argo', version, platform, programImage });
  }
  throw new PipelineError({
    code: 'MLP2004',
    message: `there is no target argo(${show(version)}) on ${show(platform)}`,
    expected: "argo('3.7') or argo('4.0'), on 'kubernetes' or 'openshift'",
    actual: version,
  });
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
