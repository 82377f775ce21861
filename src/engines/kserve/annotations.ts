import type { DeploymentMode, KServeVersion } from './target';

/** @internal */
export const modeAnnotation = 'serving.kserve.io/deploymentMode';

/** @internal */
export const autoscalerAnnotation = 'serving.kserve.io/autoscalerClass';

/** Each mode as a version calls it; 0.16 renamed them, and rewrites the old names since. @internal */
export function modeName(mode: DeploymentMode, version: KServeVersion): string {
  if (version !== '0.15') return mode;
  return mode === 'Standard' ? 'RawDeployment' : 'Serverless';
}

/** The mode that an annotation means. @internal */
export function modeOf(annotation: string | undefined): string | undefined {
  if (annotation === 'RawDeployment') return 'Standard';
  return annotation === 'Serverless' ? 'Knative' : annotation;
}
