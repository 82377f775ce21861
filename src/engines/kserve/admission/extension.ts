import type { PredictorSpec } from '../../../schemas/kserve/types';
import type { Refusals } from './subject';

/** What all components say in the same words. @internal */
export type Extension = Pick<
  PredictorSpec,
  | 'minReplicas'
  | 'maxReplicas'
  | 'containerConcurrency'
  | 'logger'
  | 'scaleMetric'
  | 'scaleTarget'
  | 'autoScaling'
  | 'deploymentStrategy'
>;

/** The rules about numbers of pods and requests, and about logging. @internal */
export function* extension({
  containerConcurrency = 0,
  minReplicas = 1,
  maxReplicas = 0,
  logger,
}: Extension): Refusals {
  if (containerConcurrency < 0) yield 'parallelism cannot be less than 0';
  if (minReplicas < 0) yield "'MinReplicas' cannot be less than 0";
  else if (maxReplicas < 0) yield "'MaxReplicas' cannot be less than 0";
  else if (minReplicas > maxReplicas && maxReplicas !== 0) yield "'MinReplicas' cannot be greater than MaxReplicas";
  if (logger === undefined) return;
  if (logger.mode === undefined || !['all', 'request', 'response'].includes(logger.mode)) yield 'invalid logger type';
  const { storage } = logger;
  if (storage !== undefined && [storage.path, storage.parameters, storage.key].includes(undefined))
    yield 'invalid logger storage configuration';
}
