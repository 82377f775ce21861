import { MlflowRegistry, ObjectStore, secretKey } from 'cdk8s-mlops';
import type { Preset } from './presets';

/** Buckets, each for one thing. All are made before anything is trained. */
export const buckets = {
  dataset: 'dataset',
  processed: 'processed-data',
  models: 'mlflow',
  promotion: 'model-promotion',
  logs: 'inference-txt-logs',
} as const;

/** The servers of a cluster. */
export interface Platform {
  readonly preset: Preset;
  readonly registry: MlflowRegistry;
  /** As those see it that read and write data and models; they can't write what is promoted. */
  readonly store: ObjectStore;
  /** As the step sees it that makes the buckets. */
  readonly makers: ObjectStore;
  /** As the release sees it, which alone writes what is promoted. */
  readonly promotions: ObjectStore;
}

export function platformOf(preset: Preset): Platform {
  const host = (service: string) => `${service}.${preset.namespace}.svc.cluster.local`;
  const store = (secret: string) =>
    ObjectStore.at(`http://${host('minio')}:9000`, {
      credentials: {
        accessKeyId: secretKey(secret, 'access-key'),
        secretAccessKey: secretKey(secret, 'secret-key'),
      },
    });
  return {
    preset,
    registry: MlflowRegistry.at(`http://${host('mlflow')}:5000`, { model: 'flts-forecast' }),
    store: store('minio-training'),
    makers: store('minio-buckets'),
    promotions: store('minio-promotion'),
  };
}
