import { checkProps } from '../../core/check-props';
import { show } from '../../core/check-value';
import { checkImage, type Image } from '../../core/container/image';
import { PipelineError } from '../../core/error';
import type { Platform } from '../kubernetes/platform';

/** @public */
export type TektonVersion = '1.15';

/** A flag of the ConfigMap `feature-flags` that is off unless somebody sets it. @public */
export type TektonFeature = 'enable-param-enum';

/**
 * The engine that manifests are made for.
 *
 * @public
 */
export interface TektonTarget {
  readonly engine: 'tekton';
  readonly version: TektonVersion;
  readonly platform: Platform;
  readonly programImage: Image | undefined;
  readonly requires: readonly TektonFeature[];
}

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

const features: readonly TektonFeature[] = ['enable-param-enum'];

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
  const known = Array.isArray(requires) && requires.every((feature) => features.includes(feature));
  if (version === '1.15' && ['kubernetes', 'openshift'].includes(platform) && known) {
    return Object.freeze({
      engine: 'tekton',
      version,
      platform,
      programImage,
      requires: Object.freeze([...requires].sort()),
    });
  }
  throw new PipelineError({
    code: 'MLP2103',
    message: `there is no target tekton(${show(version)}) on ${show(platform)} with ${show(requires)}`,
    expected: `tekton('1.15'), on 'kubernetes' or 'openshift', requires: ${features.join(', ')}`,
    actual: version,
  });
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
