import { autoscalerAnnotation } from '../annotations';
import { setsVariable } from './container-env';
import { asksForOther, gpuNames } from './gpu-resources';
import type { Refusals, Subject } from './subject';

/** The rules for a model that several nodes serve together. @internal */
export function* multiNode({ name, annotations, spec }: Subject): Refusals {
  const { workerSpec: worker, model } = spec.predictor;
  if (worker === undefined) return;
  const invalid = (what: string): string => `the InferenceService "${name}" is invalid: ${what}`;
  const { containers = [], pipelineParallelSize: pipelines = 1, tensorParallelSize: tensors = 1 } = worker;
  if (containers.length > 1) yield invalid('setting multiple containers in workerSpec is not allowed');
  const names = gpuNames(annotations);
  const unknownGpu = invalid(
    "Unknown GPU resource type. Set 'serving.kserve.io/gpu-resource-types' annotation to use custom gpu resource type",
  );
  if (model !== undefined) {
    for (const variable of ['PIPELINE_PARALLEL_SIZE', 'TENSOR_PARALLEL_SIZE'])
      if (setsVariable(model, variable)) yield invalid(`setting ${variable} in environment variables is not allowed`);
    if ('refused' in names) yield names.refused;
    else if (asksForOther(model.resources ?? {}, names)) yield unknownGpu;
    if (model.storageUri === undefined) yield invalid('StorageURI must be set for multinode enabled');
    else {
      const [protocol = ''] = model.storageUri.split('://');
      if (protocol !== 'pvc' && protocol !== 'oci')
        yield invalid(`Multinode only supports 'pvc' and 'oci' Storage Protocol(${protocol})`);
    }
    const scaler = annotations[autoscalerAnnotation] ?? '';
    if (scaler !== 'none') yield invalid(`Multinode only supports 'none' autoscaler(${scaler})`);
  }
  if (pipelines < 1) yield invalid(`WorkerSpec.PipelineParallelSize cannot be less than 1(${pipelines})`);
  if (tensors < 1) yield invalid(`WorkerSpec.TensorParallelSize cannot be less than 1(${tensors})`);
  if ('refused' in names) return;
  if (containers.some(({ resources = {} }) => asksForOther(resources, names))) yield unknownGpu;
}
