import type { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { PipelineError } from '../../../core/error';
import type { InferenceServiceSpec, ServingRuntimeSpec } from '../../../schemas/kserve/types';
import { inferenceServiceRefusals } from './inference-service';
import { servingRuntimeRefusals } from './serving-runtime';
import { vainFields } from './vain-fields';

/** Throws MLP2201 for what KServe's webhook refuses, MLP2202 for what it takes and does not do. @internal */
export function checkInferenceService(
  object: ApiObject,
  metadata: ApiObjectMetadata | undefined,
  spec: InferenceServiceSpec,
): void {
  const { name } = object;
  const subject = { name, annotations: metadata?.annotations ?? {}, spec };
  refuse('MLP2202', `InferenceService '${name}'`, object, [...vainFields(subject)]);
  refuse('MLP2201', `InferenceService '${name}'`, object, [...inferenceServiceRefusals(subject)]);
}

/** Throws MLP2201. @internal */
export function checkServingRuntime(object: ApiObject, spec: ServingRuntimeSpec): void {
  const kind = object.kind === 'ServingRuntime' ? 'ServingRuntime' : 'ClusterServingRuntime';
  refuse('MLP2201', `${kind} '${object.name}'`, object, [...servingRuntimeRefusals(kind, object.name, spec)]);
}

function refuse(code: 'MLP2201' | 'MLP2202', what: string, { node }: ApiObject, problems: readonly string[]): void {
  if (problems.length === 0) return;
  const refused = code === 'MLP2201' ? 'would be refused by KServe' : 'would not do what it says';
  throw new PipelineError({ code, message: `${what} ${refused}: ${problems.join('; ')}`, at: node.path });
}
