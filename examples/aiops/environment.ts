import { Environment, VersionProof, Workload } from 'cdk8s-mlops';
import type { PlatformModel } from './models';

/** Where a model is served: its InferenceService, behind a Service whose address stays. */
export function environmentOf({ contract: { name } }: PlatformModel, namespace: string): Environment {
  return Environment.of('production', {
    application: name,
    namespace,
    url: `http://${name}-stable.${namespace}.svc.cluster.local:8080`,
    proof: VersionProof.pods({ model: true }),
    workload: Workload.inferenceService(name),
  });
}
