import { autoscalerAnnotation } from '../annotations';
import { autoscaling } from './autoscaling';
import { canaries } from './canary';
import { serviceVariables, transformerBeside } from './container-env';
import { extension } from './extension';
import { oneExplainer, onePredictor, oneTransformer } from './implementation';
import { multiNode } from './multi-node';
import { confidential, storage } from './storage';
import type { Refusals, Subject } from './subject';

const namePattern = '[a-z]([-a-z0-9]*[a-z0-9])?';

/**
 * What KServe's webhook would say to a new InferenceService. It says the first and stops.
 *
 * @see https://github.com/kserve/kserve/blob/v0.20.0/pkg/apis/serving/v1beta1/inference_service_validation.go
 * @internal
 */
export function* inferenceServiceRefusals(subject: Subject): Refusals {
  const { annotations, spec } = subject;
  const { predictor, transformer, explainer } = spec;
  yield* nameAndScaler(subject);
  yield* serviceVariables(subject);
  yield* multiNode(subject);
  yield* transformerBeside(subject);
  if (predictor.model?.name !== undefined && predictor.model.name !== '')
    yield "the 'name' field is not allowed in standard predictor";
  yield* storage(subject);
  yield* confidential(subject);
  yield* onePredictor(predictor);
  for (const component of [predictor, transformer, explainer]) {
    if (component === undefined) continue;
    if (component === transformer) yield* oneTransformer(transformer);
    if (component === explainer) yield* oneExplainer(explainer);
    yield* extension(component);
    yield* autoscaling(annotations, component);
  }
  yield* canaries(subject);
}

function* nameAndScaler({ name, annotations }: Subject): Refusals {
  if (!new RegExp(`^${namePattern}$`).test(name))
    yield `the InferenceService "${name}" is invalid: a InferenceService name must consist of lower case alphanumeric characters or '-', and must start with alphabetical character. (e.g. "my-name" or "abc-123", regex used for validation is '${namePattern}')`;
  const scaler = annotations[autoscalerAnnotation];
  if (scaler !== undefined && !['hpa', 'external', 'keda', 'none'].includes(scaler))
    yield `[${scaler}] is not a supported autoscaler class type`;
}
