import { checkProps } from '../../core/check-props';
import { show } from '../../core/check-value';
import { checkImage, type Image } from '../../core/container/image';
import { PipelineError } from '../../core/error';
import { emitter } from '../kubernetes/engine';
import type { Platform } from '../kubernetes/platform';
import { argoEmitter } from './emitter';
import type { ArgoTarget, ArgoVersion } from './target';

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
    return Object.freeze({ engine: 'argo', version, platform, programImage, [emitter]: argoEmitter });
  }
  throw new PipelineError({
    code: 'MLP2004',
    message: `there is no target argo(${show(version)}) on ${show(platform)}`,
    expected: "argo('3.7') or argo('4.0'), on 'kubernetes' or 'openshift'",
    actual: version,
  });
}
