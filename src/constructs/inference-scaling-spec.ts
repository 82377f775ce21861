import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { autoscalerAnnotation } from '../engines/kserve/annotations';
import type { DeploymentMode } from '../engines/kserve/target';
import type { PredictorSpec } from '../schemas/kserve/types';
import type { InferenceScaling } from './inference-scaling';
import { unusableService as unusable } from './unusable-service';

/** What follows from it. @internal */
export interface ScalingSpec {
  readonly annotations: { readonly [name: string]: string };
  readonly spec: Pick<PredictorSpec, 'minReplicas' | 'maxReplicas' | 'scaleMetric' | 'scaleTarget' | 'autoScaling'>;
}

const metrics = {
  cpu: 'Standard',
  memory: 'Standard',
  concurrency: 'Knative',
  rps: 'Knative',
  query: 'Standard',
} as const;
type Metric = keyof typeof metrics;

/** Throws MLP2204. @internal */
export function scalingSpec(scaling: InferenceScaling, mode: DeploymentMode, at: string): ScalingSpec {
  checkProps(scaling, ['replicas', 'min', 'max', ...Object.keys(metrics)], 'the scaling of an InferenceService', at);
  if ('replicas' in scaling) {
    const replicas = whole(scaling.replicas, 'the number of pods', 1, at);
    checkProps(scaling, ['replicas'], 'a scaling to a fixed number', at);
    return { annotations: scalerOf(mode, 'none'), spec: { minReplicas: replicas, maxReplicas: replicas } };
  }
  const given = (Object.keys(metrics) as Metric[]).filter((metric) => metric in scaling);
  const [metric] = given;
  if (metric === undefined || given.length > 1)
    throw unusable(`the number of pods follows ${given.length === 0 ? 'nothing' : given.join(' and ')}`, at, {
      expected: `one of replicas, ${Object.keys(metrics).join(', ')}`,
    });
  if (metrics[metric] !== mode)
    throw unusable(`in ${mode} mode the number of pods can't follow ${metric}`, at, {
      expected: mode === 'Knative' ? 'concurrency or rps' : 'cpu, memory or query',
    });
  const minReplicas = whole(
    scaling.min,
    'the least number of pods',
    mode === 'Knative' || metric === 'query' ? 0 : 1,
    at,
  );
  const maxReplicas = whole(scaling.max, 'the largest number of pods', Math.max(1, minReplicas), at);
  const bounds = { minReplicas, maxReplicas };
  if ('query' in scaling)
    return { annotations: scalerOf(mode, 'keda'), spec: { ...bounds, autoScaling: byQuery(scaling.query, at) } };
  const target = whole((scaling as Partial<Record<Metric, number>>)[metric], `the ${metric} of a pod`, 1, at);
  if (metrics[metric] === 'Standard' && target > 100)
    throw unusable(`the number of pods follows ${target} % of the ${metric} that is asked for`, at, {
      expected: 'from 1 to 100',
    });
  return {
    annotations: scalerOf(mode, 'hpa'),
    spec: { ...bounds, scaleMetric: metric as Exclude<Metric, 'query'>, scaleTarget: target },
  };
}

/** Knative scales by itself. */
function scalerOf(mode: DeploymentMode, scaler: string): ScalingSpec['annotations'] {
  return mode === 'Knative' ? {} : { [autoscalerAnnotation]: scaler };
}

type Query = Extract<InferenceScaling, { readonly query: unknown }>['query'];

function byQuery(query: Query, at: string): NonNullable<PredictorSpec['autoScaling']> {
  checkProps(query, ['prometheus', 'promql', 'perPod'], 'the query that scales an InferenceService', at);
  const { prometheus, promql, perPod } = query;
  if (typeof promql !== 'string' || promql.trim() === '') throw unusable(`the query is ${show(promql)}`, at);
  if (typeof prometheus !== 'string' || !/^https?:\/\/[A-Za-z0-9.-]+(:\d+)?(\/\S*)?$/.test(prometheus))
    throw unusable(`Prometheus is at ${show(prometheus)}`, at, { expected: 'http://prometheus.monitoring.svc:9090' });
  if (!Number.isFinite(perPod) || perPod <= 0)
    throw unusable(`one pod is there for ${show(perPod)} of the query`, at, { expected: 'a number above 0' });
  return {
    metrics: [
      {
        type: 'External',
        external: {
          metric: { backend: 'prometheus', serverAddress: prometheus, query: promql },
          target: { type: 'Value', value: String(perPod) },
        },
      },
    ],
  };
}

function whole(value: unknown, what: string, least: number, at: string): number {
  if (Number.isSafeInteger(value) && Number(value) >= least && Number(value) < 2 ** 31) return Number(value);
  throw unusable(`${what} is ${show(value)}`, at, { expected: `a whole number from ${least}` });
}
