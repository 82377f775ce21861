import { ApiObject, type Chart } from 'cdk8s';
import { dashboard } from './dashboard';
import { labels, name } from './inference';
import type { Preset } from './presets';

/** Has Prometheus ask what answers every 15 seconds, and Grafana show all of it on one page. */
export function monitoring(chart: Chart, preset: Preset): void {
  new ApiObject(chart, 'inference-monitor', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: { name, labels },
    spec: { selector: { matchLabels: labels }, endpoints: [{ port: 'http', path: '/metrics', interval: '15s' }] },
  });
  new ApiObject(chart, 'dashboard', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'flts-dashboard',
      // What Grafana's sidecar looks for.
      labels: { 'app.kubernetes.io/name': 'flts', grafana_dashboard: '1' },
    },
    data: { 'flts.json': dashboard(preset) },
  });
}
