import {
  type EngineTarget,
  Image,
  ModelValidation,
  TrainingStatus,
  TroubleshootingDeployment,
  type ValidatedModel,
} from 'cdk8s-mlops';
import type { Added } from './add-model';
import type { Platform } from './platform';

/** What people start to see how things stand, and a pod to look into the models from. */
export function lookAfter(
  { chart, models, image }: Platform,
  engine: EngineTarget,
  added: ReadonlyMap<string, Added>,
): void {
  const trained = [...added].map(([name, { trained }]) => [name, trained] as const);
  new TrainingStatus(chart, 'check-training-status', { engine, models: Object.fromEntries(trained) });
  const served = [...added.values()].flatMap(({ served }) => (served === undefined ? [] : [served]));
  new ModelValidation(chart, 'validate-models', {
    engine,
    claim: models,
    models: served as [ValidatedModel, ...ValidatedModel[]],
  });
  new TroubleshootingDeployment(chart, 'model-troubleshooting-utilities', {
    engine,
    claims: [models],
    image: Image.tagged(image),
  });
}
