import type { ServingRuntimeSpec } from '../../../schemas/kserve/types';
import { blockedVariables, setsVariable } from './container-env';
import { asksForOther, gpuNames } from './gpu-resources';
import type { Refusals } from './subject';

/**
 * What KServe's webhook would say to a new runtime, as far as no other runtime is needed to tell.
 *
 * @see https://github.com/kserve/kserve/blob/v0.20.0/pkg/webhook/admission/servingruntime/servingruntime_webhook.go
 * @internal
 */
export function* servingRuntimeRefusals(
  kind: 'ServingRuntime' | 'ClusterServingRuntime',
  name: string,
  spec: ServingRuntimeSpec,
): Refusals {
  if (spec.disabled === true) return;
  // KServe asks this only where another runtime is there already, so it may be told later.
  for (const format of unequalPriorities(spec))
    yield `different priorities assigned for the model format ${format} under the ${kind.toLowerCase()} ${name}`;
  for (const problem of multiNode(spec)) yield `the ${kind} ${name} is invalid: ${problem}`;
  for (const problem of blockedVariables([...spec.containers, ...(spec.workerSpec?.containers ?? [])]))
    yield `the ${kind} "${name}" is invalid: ${problem}`;
}

function unequalPriorities({ supportedModelFormats = [] }: ServingRuntimeSpec): readonly string[] {
  const first = new Map<string, number | undefined>();
  return supportedModelFormats.flatMap(({ name, autoSelect, priority }) => {
    if (autoSelect !== true) return [];
    const known = first.get(name);
    if (!first.has(name)) first.set(name, priority);
    return known !== undefined && priority !== undefined && known !== priority ? [name] : [];
  });
}

function* multiNode({ workerSpec: worker, containers, annotations = {} }: ServingRuntimeSpec): Refusals {
  if (worker === undefined) return;
  const { containers: workers = [], pipelineParallelSize: pipelines = 1, tensorParallelSize: tensors = 1 } = worker;
  if (workers.length > 1) yield 'setting multiple containers in workerSpec is not allowed';
  const names = gpuNames(annotations);
  for (const container of containers.filter(({ name }) => name === 'kserve-container')) {
    for (const variable of ['PIPELINE_PARALLEL_SIZE', 'TENSOR_PARALLEL_SIZE'])
      if (setsVariable(container, variable)) yield `setting ${variable} in environment variables is not allowed`;
    if ('refused' in names) yield names.refused;
    else if (asksForOther(container.resources ?? {}, names))
      yield 'unknown GPU resource type in a container(kserve-container)';
  }
  const own = workers.find(({ name }) => name === 'worker-container');
  if (own !== undefined && !('refused' in names) && asksForOther(own.resources ?? {}, names))
    yield 'unknown GPU resource type in a container(worker-container)';
  if (pipelines < 1) yield `the WorkerSpec.PipelineParallelSize cannot be less than 1(${pipelines})`;
  if (tensors < 1) yield `the WorkerSpec.TensorParallelSize cannot be less than 1(${tensors})`;
}
