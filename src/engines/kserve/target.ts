import { checkProps } from '../../core/check-props';
import { show } from '../../core/check-value';
import { PipelineError } from '../../core/error';
import type { Platform } from '../kubernetes/platform';

/** @public */
export type KServeVersion = '0.15' | '0.20';

/** What runs the pods: a Deployment of Kubernetes, or a Service of Knative. @public */
export type DeploymentMode = 'Standard' | 'Knative';

/**
 * The KServe that manifests are made for.
 *
 * @public
 */
export interface KServeTarget {
  readonly engine: 'kserve';
  readonly version: KServeVersion;
  readonly platform: Platform;
}

/** @public */
export interface KServeOptions {
  /** On OpenShift the namespace chooses user and group, so no pod names them. @default 'kubernetes' */
  readonly platform?: Platform | undefined;
}

/**
 * KServe as the target: `'0.20'` means 0.20.0 or later, `'0.15'` means 0.15 only, where the deployment modes still have their
 * old names. What is emitted is judged by the validator of 0.20.0.
 *
 * @throws PipelineError MLP2203 for another version.
 * @see https://kserve.github.io/website/
 * @example
 * ```ts
 * const server = kserve('0.20', { platform: 'openshift' });
 * ```
 * @public
 */
export function kserve(version: KServeVersion, options: KServeOptions = {}): KServeTarget {
  checkProps(options, ['platform'], 'the target kserve');
  const { platform = 'kubernetes' } = options;
  if (['0.15', '0.20'].includes(version) && ['kubernetes', 'openshift'].includes(platform))
    return Object.freeze({ engine: 'kserve', version, platform });
  throw new PipelineError({
    code: 'MLP2203',
    message: `there is no target kserve(${show(version)}) on ${show(platform)}`,
    expected: "kserve('0.15') or kserve('0.20'), on 'kubernetes' or 'openshift'",
    actual: version,
  });
}

/** Throws MLP2203 unless the target is one of KServe's. @internal */
export function checkTarget(engine: KServeTarget, what: string, at: string): void {
  if (typeof engine === 'object' && engine?.engine === 'kserve') return;
  throw new PipelineError({
    code: 'MLP2203',
    message: `${what} needs a KServe target`,
    fix: "engine: kserve('0.20')",
    at,
  });
}
