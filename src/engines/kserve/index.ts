export type * from '../../schemas/kserve/types';
export type { Platform } from '../kubernetes/platform';
export { type IgnoredDifference, ignoreDifferences } from './ignore-differences';
export {
  KServeClusterServingRuntime,
  type KServeClusterServingRuntimeProps,
} from './resources/cluster-serving-runtime';
export { KServeInferenceService, type KServeInferenceServiceProps } from './resources/inference-service';
export { KServeServingRuntime, type KServeServingRuntimeProps } from './resources/serving-runtime';
export { type DeploymentMode, type KServeOptions, type KServeTarget, type KServeVersion, kserve } from './target';
