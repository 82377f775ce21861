import { checkProps } from '../../core/check-props';
import { show } from '../../core/check-value';
import { checkImage, type Image } from '../../core/container/image';
import { PipelineError } from '../../core/error';
import { emitter } from '../kubernetes/engine';
import { eventEmitter } from '../kubernetes/event-engine';
import type { Platform } from '../kubernetes/platform';
import { tektonEmitter } from './emitter';
import { tektonEventEmitter } from './event-emitter';
import {
  type TektonApprovals,
  type TektonFeature,
  type TektonTarget,
  type TektonVersion,
  tektonFeatures,
} from './target';

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
  /** Who is asked where a pipeline waits for a person. @default - nobody can be: such a pipeline is refused */
  readonly approvals?: TektonApprovals | undefined;
}

/**
 * Tekton Pipelines as the target: `'1.15'` means 1.15.0 or later.
 *
 * @throws PipelineError MLP2103 for another version or flag; MLP2104 for approvals that nobody could give.
 * @see https://tekton.dev/docs/pipelines/
 * @example
 * ```ts
 * const engine = tekton('1.15');
 * ```
 * @public
 */
export function tekton(version: TektonVersion, options: TektonOptions = {}): TektonTarget {
  checkProps(options, ['platform', 'programImage', 'requires', 'approvals'], 'the target tekton');
  const { platform = 'kubernetes', programImage, requires = [], approvals } = options;
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
      approvals: approvals === undefined ? undefined : checkApprovals(approvals),
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

function checkApprovals(approvals: TektonApprovals): TektonApprovals {
  checkProps(approvals, ['approvers', 'required'], 'the approvals of the target tekton');
  const { approvers, required = 1 } = approvals;
  const names: readonly unknown[] = Array.isArray(approvers) ? approvers : [];
  const odd = names.find((name) => typeof name !== 'string' || !/^(group:)?[A-Za-z0-9][A-Za-z0-9._:@/+-]*$/.test(name));
  const isUser = (name: unknown) => typeof name === 'string' && !name.startsWith('group:');
  // Of a group it is not known here how many are in it.
  const most = names.every(isUser) ? names.length : Number.POSITIVE_INFINITY;
  const enough = Number.isSafeInteger(required) && required >= 1 && required <= most;
  if (names.length > 0 && odd === undefined && new Set(names).size === names.length && enough)
    return Object.freeze({ approvers: Object.freeze([...approvers]) as typeof approvers, required });
  throw new PipelineError({
    code: 'MLP2104',
    message: `nobody could approve with ${show(required)} of ${show(approvers)}`,
    expected:
      "different users or groups, and a number of them: { approvers: ['alice', 'group:release-managers'], required: 1 }",
    actual: approvals,
  });
}
