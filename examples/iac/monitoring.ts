import { ApiObject, type Chart } from 'cdk8s';
import { models } from './models';
import { api, namespace } from './platform';

const observed = ['aiops-engine', ...Object.values(models).map(({ name }) => name)];

/** Prometheus asks the engine and what serves at the engine's own path, and somebody is told when a model is not what it was. */
export function monitor(chart: Chart): void {
  const metadata = { name: 'aiops', namespace };
  new ApiObject(chart, 'monitor', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata,
    spec: {
      selector: {
        matchExpressions: [{ key: 'app.kubernetes.io/instance', operator: 'In', values: observed }],
      },
      endpoints: [{ port: 'http', path: `${api}/metrics`, interval: '15s' }],
    },
  });
  new ApiObject(chart, 'alerts', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata,
    spec: { groups: [{ name: 'aiops', rules: [drifting, inaccurate, falseAlarms, silent] }] },
  });
}

const of = 'model {{ $labels.model }}';

const drifting = {
  alert: 'ModelDrifts',
  expr: `max by (model) (aiops_model_drift_score{namespace="${namespace}"}) > 0.3`,
  for: '15m',
  labels: { severity: 'warning' },
  annotations: { summary: `what ${of} is asked is not what it was trained on: start retrain` },
};

const inaccurate = {
  alert: 'ModelIsInaccurate',
  expr: `min by (model) (aiops_model_accuracy{namespace="${namespace}"}) < 0.7`,
  for: '15m',
  labels: { severity: 'critical' },
  annotations: { summary: `${of} is right in less than 70 of 100 cases` },
};

const falseAlarms = {
  alert: 'ModelAlarmsFalsely',
  expr: `max by (model) (aiops_model_false_positive_rate{namespace="${namespace}"}) > 0.05`,
  for: '15m',
  labels: { severity: 'warning' },
  annotations: { summary: `more than 5 of 100 alarms of ${of} are false` },
};

const silent = {
  alert: 'EngineIsSilent',
  expr: `absent(aiops_uptime_seconds{namespace="${namespace}",service="aiops-engine"})`,
  for: '5m',
  labels: { severity: 'critical' },
  annotations: { summary: 'the engine shows no metrics' },
};
