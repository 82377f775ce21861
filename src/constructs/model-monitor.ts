import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { PipelineError } from '../core/error';
import { secondsOf, type TimeSpan } from '../core/time-span';
import { managed } from '../engines/kubernetes/account';
import type { Environment } from './environment';
import { serviceOf } from './service-of';

/** @public */
export interface ModelMonitorProps {
  /** Where an InferenceService serves the model. */
  readonly environment: Environment;
  /** Time between two looks, in whole seconds. @default 15 seconds */
  readonly interval?: TimeSpan | undefined;
  /** @default - 95 of 100 requests take more than 100 ms, for 5 minutes */
  readonly latency?: LatencyAlert | undefined;
  /** @default - nobody is told: servers of KServe don't know how right they are */
  readonly accuracy?: AccuracyAlert | undefined;
}

/** @public */
export interface LatencyAlert {
  /** In milliseconds. */
  readonly above: number;
  /** From 0 to 1. @default 0.95 */
  readonly quantile?: number | undefined;
  /** How long it has to be so. @default 5 minutes */
  readonly for?: TimeSpan | undefined;
}

/** @public */
export interface AccuracyAlert {
  /** In PromQL, what somebody measures: `model_accuracy{model="fraud"}`. Where there is no such series, nobody is told. */
  readonly query: string;
  /** From 0 to 1. */
  readonly below: number;
  /** How long it has to be so. @default 15 minutes */
  readonly for?: TimeSpan | undefined;
}

/**
 * Has Prometheus look at what serves a model, and tell somebody when it is slow or wrong: a ServiceMonitor and a
 * PrometheusRule, for the Prometheus Operator.
 *
 * @throws PipelineError MLP3053 for a limit that can't be one.
 * @see https://prometheus-operator.dev/docs/api-reference/api/
 * @example
 * ```ts
 * const serving = Environment.of('serving', {
 *   application: 'anomaly-detector',
 *   namespace: 'aiops',
 *   url: 'http://anomaly-detector-stable.aiops.svc.cluster.local:8080',
 *   proof: VersionProof.pods({ model: true }),
 *   workload: Workload.inferenceService('anomaly-detector'),
 * });
 * new ModelMonitor(chart, 'anomaly-detector', {
 *   environment: serving,
 *   accuracy: { query: 'model_accuracy{model="anomaly-detector"}', below: 0.8 },
 * });
 * ```
 * @public
 */
export class ModelMonitor extends Construct {
  /** The ServiceMonitor, for JSON patches. */
  readonly monitor: ApiObject;
  /** The PrometheusRule, for JSON patches. */
  readonly rules: ApiObject;

  constructor(scope: Construct, id: string, props: ModelMonitorProps) {
    super(scope, id);
    const at = this.node.path;
    checkProps(props, ['environment', 'interval', 'latency', 'accuracy'], `ModelMonitor '${id}'`, at);
    const { environment, interval, latency = { above: 100 }, accuracy } = props;
    const { workload, namespace } = environment;
    const service = serviceOf(environment);
    if (service === undefined || workload === undefined)
      throw unusable(`environment '${environment.name}' is at '${environment.url}'`, 'a Service, and a workload', at);
    const metadata = { name: id, namespace, labels: managed };
    const seconds = interval === undefined ? 15 : secondsOf(interval, `the interval of '${id}'`, at);
    this.monitor = new ApiObject(this, 'monitor', {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'ServiceMonitor',
      metadata,
      spec: {
        selector: { matchLabels: { 'app.kubernetes.io/instance': workload.name } },
        endpoints: [
          {
            targetPort: 8080,
            path: '/metrics',
            interval: `${seconds}s`,
            // KServe's own Services have the labels of the InferenceService too, and each pod is asked once.
            relabelings: [{ action: 'keep', sourceLabels: ['__meta_kubernetes_service_name'], regex: service.name }],
          },
        ],
      },
    });
    const series = `namespace="${namespace}",service="${service.name}"`;
    this.rules = new ApiObject(this, 'rules', {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata,
      spec: {
        groups: [
          {
            name: id,
            rules: [
              slow(workload.name, series, latency, at),
              ...(accuracy === undefined ? [] : [wrong(workload.name, accuracy, at)]),
            ],
          },
        ],
      },
    });
  }
}

function slow(model: string, series: string, { above, quantile = 0.95, for: time }: LatencyAlert, at: string) {
  if (!(Number.isFinite(above) && above > 0)) throw unusable(`${show(above)} ms are too slow`, 'more than 0', at);
  if (!(quantile > 0 && quantile < 1)) throw unusable(`the quantile is ${show(quantile)}`, 'more than 0, below 1', at);
  const observed = `histogram_quantile(${quantile}, sum by (le) (rate(request_predict_seconds_bucket{${series}}[5m])))`;
  return {
    alert: 'ModelIsSlow',
    expr: `${observed} > ${above / 1000}`,
    for: `${time === undefined ? 300 : secondsOf(time, 'the time of the latency', at)}s`,
    labels: { severity: 'warning', model },
    annotations: { summary: `${model} takes more than ${above} ms for one of ${share(quantile)} requests` },
  };
}

function wrong(model: string, { query, below, for: time }: AccuracyAlert, at: string) {
  if (typeof query !== 'string' || query.trim() === '') throw unusable(`accuracy is ${show(query)}`, 'PromQL', at);
  if (!(below > 0 && below <= 1)) throw unusable(`accuracy is bad below ${show(below)}`, 'more than 0, at most 1', at);
  return {
    alert: 'ModelIsInaccurate',
    expr: `min(${query}) < ${below}`,
    for: `${time === undefined ? 900 : secondsOf(time, 'the time of the accuracy', at)}s`,
    labels: { severity: 'critical', model },
    annotations: { summary: `${model} is right in less than ${Math.round(below * 100)} of 100 cases` },
  };
}

/** 20 for 0.95. */
function share(quantile: number): number {
  return Math.round(1 / (1 - quantile));
}

function unusable(message: string, expected: string, at: string): PipelineError {
  return new PipelineError({ code: 'MLP3053', message, expected, at });
}
