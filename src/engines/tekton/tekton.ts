import { checkProps } from '../../core/check-props';
import { show } from '../../core/check-value';
import { checkImage, type Image } from '../../core/container/image';
import { PipelineError } from '../../core/error';
import { emitter } from '../kubernetes/engine';
import { eventEmitter } from '../kubernetes/event-engine';
import type { Platform } from '../kubernetes/platform';
import { tektonEmitter } from './emitter';
import { tektonEventEmitter } from './event-emitter';
import { type TektonFeature, type TektonTarget, type TektonVersion, tektonFeatures } from './target';

/** @public */
export interface TektonOptions {
  /** On OpenShift the namespace chooses user and group, so no step names them. @default 'kubernetes' */
  readonly platform?: Platform | undefined;
  /** Image that our own programs run in: Node 20 or later on the path. @default - the official Node image, by exact tag */
  readonly programImage?: Image | undefined;
  /**
   * Flags that are set in the cluster. `enable-param-enum`: the words of a `oneOf` input stand in the Pipeline, so that a
   * form offers them. @default - none: what is emitted needs no flag
   */
  readonly requires?: readonly TektonFeature[] | undefined;
}

/**
 * Tekton Pipelines as the target: `'1.15'` means 1.15.0 or later.
 *
 * @throws PipelineError MLP2103 for another version or flag.
 * @see https://tekton.dev/docs/pipelines/
 * @example
 * ```ts
 * const engine = tekton('1.15');
 * ```
 * @public
 */
export function tekton(version: TektonVersion, options: TektonOptions = {}): TektonTarget {
  checkProps(options, ['platform', 'programImage', 'requires'], 'the target tekton');
  const { platform = 'kubernetes', programImage, requires = [] } = options;
  if (programImage !== undefined) checkImage(programImage, 'the programs');
  const known = Array.isArray(requires) && requires.every((feature) => tektonFeatures.includes(feature));
  if (version === '1.15' && ['kubernetes', 'openshift'].includes(platform) && known) {
    return Object.freeze({
      engine: 'tekton',
      starts: 'tekton',
      version,
      platform,
      programImage,
      requires: Object.freeze([...requires].sort()),
      [emitter]: tektonEmitter,
      [eventEmitter]: tektonEventEmitter,
    });
  }
  throw new PipelineError({
    code: 'MLP2103',
    message: `there is no target tekton(${show(version)}) on ${show(platform)} with ${show(requires)}`,
    expected: `tekton('1.15'), on 'kubernetes' or 'openshift', requires: ${tektonFeatures.join(', ')}`,
    actual: version,
  });
}
