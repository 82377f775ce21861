import { quantity } from '../../../programs/kubernetes/quantity';
import type { MetricTarget } from '../../../schemas/kserve/types';
import { autoscalerAnnotation, modeAnnotation, modeOf } from '../annotations';
import type { Extension } from './extension';
import type { Refusals } from './subject';

/** The rules of the autoscaler that a component gets: which one depends on the annotations. @internal */
export function* autoscaling(annotations: Readonly<Record<string, string>>, component: Extension): Refusals {
  if (modeOf(annotations[modeAnnotation]) === 'Standard') {
    if (annotations[autoscalerAnnotation] === 'hpa') yield* byHpa(component);
    if (annotations[autoscalerAnnotation] === 'keda') yield* byKeda(component);
  } else if (annotations['autoscaling.knative.dev/class'] === 'hpa.autoscaling.knative.dev') yield* byHpa(component);
  else yield* byKnative(component);
}

function* byHpa({ scaleMetric = 'cpu', scaleTarget: target, autoScaling }: Extension): Refusals {
  if (scaleMetric !== 'cpu' && scaleMetric !== 'memory') yield notSupported(scaleMetric);
  // Above 100 KServe refuses every metric, memory in MiB too.
  else if (target !== undefined && ((scaleMetric === 'cpu' && target < 1) || target > 100)) yield utilization;
  else if (scaleMetric === 'memory' && target !== undefined && target < 1)
    yield 'the target memory should be greater than 1 MiB';
  for (const { type, resource } of autoScaling?.metrics ?? []) {
    if (type !== 'Resource')
      yield `invalid HPA metric source type with value [${type}],valid metric source types are Resource`;
    else if (resource === undefined) yield 'metricSpec.Resource is not set for resource metric source type';
  }
}

function* byKeda({ scaleMetric, autoScaling }: Extension): Refusals {
  if (scaleMetric !== undefined) yield 'ScaleMetric is not supported for KEDA';
  for (const { type, resource, external, podmetric } of autoScaling?.metrics ?? []) {
    if (type === 'Resource') {
      if (resource === undefined) yield 'metricSpec.Resource is not set for resource metric source type';
      else yield* ofResource(resource);
    } else if (type === 'External') {
      if (external === undefined) yield 'metricSpec.External is not set for external metric source type';
      else yield* ofQuery(external.metric.query, external.target);
    } else if (type === 'PodMetric') {
      if (podmetric === undefined) yield 'metricSpec.PodMetric is not set for pod metric source type';
      else yield* ofQuery(podmetric.metric.query, podmetric.target);
    } else yield `unknown KEDA metric type with value [${type}].Valid types are Resource,External,PodMetric`;
  }
}

function* ofResource({ name, target }: { readonly name: string; readonly target: MetricTarget }): Refusals {
  if (name === 'cpu') {
    if (target.type !== 'Utilization') yield 'the cpu target value type should be Utilization';
  } else if (name === 'memory') {
    if (target.type !== 'AverageValue' && target.type !== 'Utilization')
      yield 'the memory target value type should be AverageValue or Utilization';
    const bytes = target.averageValue === undefined ? 0 : (quantity(String(target.averageValue)) ?? 0);
    if (target.type === 'AverageValue' && bytes < 2 ** 20) yield 'the memory target value should be greater than 1 MiB';
  } else yield `resource type ${name} is not supported`;
  yield* ofTarget(target);
}

function* ofQuery(query: string | undefined, target: MetricTarget): Refusals {
  if (query === undefined || query === '') yield 'the query should not be empty';
  if (target.value === undefined) yield 'the target threshold value should not be empty';
  yield* ofTarget(target);
}

function* ofTarget({ type, averageUtilization, averageValue, value }: MetricTarget): Refusals {
  if (type === 'Utilization') {
    if (averageUtilization === undefined) yield 'the AverageUtilization type should be set';
    else if (averageUtilization < 1 || averageUtilization > 100) yield utilization;
  }
  if (type === 'AverageValue' && averageValue === undefined) yield 'the AverageValue type should be set';
  if (type === 'Value' && value === undefined) yield 'the Value type should be set';
}

function* byKnative({ deploymentStrategy, scaleMetric = 'concurrency', scaleTarget }: Extension): Refusals {
  if (deploymentStrategy !== undefined)
    yield 'customizing deploymentStrategy is only supported for raw deployment mode';
  if (scaleMetric !== 'concurrency' && scaleMetric !== 'rps') yield notSupported(scaleMetric);
  else if (scaleMetric === 'rps' && scaleTarget !== undefined && scaleTarget < 1)
    yield 'the target for rps should be greater than 1';
}

const utilization = 'the target utilization percentage should be a [1-100] integer';

function notSupported(metric: string): string {
  return `[${metric}] is not a supported metric`;
}
