import type { EnvVar } from '../../../schemas/kubernetes/types';
import type { Refusals, Subject } from './subject';

/** The part of a container that the webhooks look at. @internal */
export interface Box {
  readonly name?: string | undefined;
  readonly env?: readonly EnvVar[] | undefined;
}

/** Variables that no container may set, since they change which code runs. @internal */
export function* blockedVariables(boxes: readonly Box[]): Refusals {
  for (const { name = '', env = [] } of boxes)
    for (const variable of env)
      if (variable.name === 'PYTHONPATH')
        yield `setting PYTHONPATH in container "${name}" is not allowed for security reasons`;
}

/** @internal */
export function setsVariable({ env = [] }: Box, name: string): boolean {
  return env.some((variable) => variable.name === name);
}

/** The rules about variables of a service's containers. @internal */
export function* serviceVariables({ name, spec }: Subject): Refusals {
  const { predictor, transformer, explainer } = spec;
  const { containers = [], initContainers = [], model, workerSpec } = predictor;
  const lists = [
    containers,
    initContainers,
    model === undefined ? [] : [model],
    workerSpec?.containers ?? [],
    workerSpec?.initContainers ?? [],
    transformer?.containers ?? [],
    transformer?.initContainers ?? [],
    explainer?.containers ?? [],
    explainer?.initContainers ?? [],
    explainer?.art === undefined ? [] : [{ ...explainer.art, name: 'kserve-container' }],
  ];
  for (const problem of blockedVariables(lists.flat())) yield `the InferenceService "${name}" is invalid: ${problem}`;
}

/** A transformer beside the model is no place for the model's address. @internal */
export function* transformerBeside({ spec }: Subject): Refusals {
  const transformer = spec.predictor.containers?.find(({ name }) => name === 'transformer-container');
  if (transformer !== undefined && setsVariable(transformer, 'STORAGE_URI'))
    yield 'storage uri should not be specified in transformer container';
}
