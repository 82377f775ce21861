import type { Preset } from './presets';

/** The one dashboard: does the pipeline run, is what it made fit to answer, and how is it asked. */
export function dashboard({ name, namespace }: Preset): string {
  const pods = (pattern: string) => `namespace="${namespace}",pod=~"${pattern}"`;
  const answered = `flts_requests_seconds_count{namespace="${namespace}"}`;
  const panels: readonly Panel[] = [
    {
      title: 'Runs by how they ended',
      unit: 'short',
      queries: [['{{phase}}', `sum by (phase) (increase(argo_workflows_total_count{namespace="${namespace}"}[1d]))`]],
    },
    {
      title: 'Memory of what trains',
      unit: 'bytes',
      queries: [
        [
          '{{pod}}',
          `max by (pod) (container_memory_working_set_bytes{${pods('.*-(train-gru|train-lstm|nonml-prophet)-.*')},container="main"})`,
        ],
      ],
    },
    {
      title: 'Version that answers',
      unit: 'short',
      queries: [['version {{model_version}}', `count by (model_version) (flts_model_info{namespace="${namespace}"})`]],
    },
    {
      title: 'Requests in a second',
      unit: 'reqps',
      queries: [['{{code}}', `sum by (code) (rate(${answered}[5m]))`]],
    },
    {
      title: 'Time of 95 of 100 requests',
      unit: 's',
      queries: [
        [
          'p95',
          `histogram_quantile(0.95, sum by (le) (rate(flts_requests_seconds_bucket{namespace="${namespace}"}[5m])))`,
        ],
      ],
    },
    {
      title: 'Pods that answer',
      unit: 'short',
      queries: [
        ['there', `kube_horizontalpodautoscaler_status_current_replicas{namespace="${namespace}"}`],
        ['at most', `kube_horizontalpodautoscaler_spec_max_replicas{namespace="${namespace}"}`],
      ],
    },
  ];
  const model = {
    uid: `flts-${name}`,
    title: `FLTS, ${name}`,
    schemaVersion: 41,
    tags: ['flts'],
    timezone: 'utc',
    time: { from: 'now-24h', to: 'now' },
    refresh: '1m',
    panels: panels.map(drawn),
  };
  return `${JSON.stringify(model, null, 2)}\n`;
}

interface Panel {
  readonly title: string;
  readonly unit: string;
  /** Legends and queries. */
  readonly queries: readonly (readonly [legend: string, query: string])[];
}

/** Two beside each other. */
function drawn({ title, unit, queries }: Panel, index: number): object {
  return {
    id: index + 1,
    type: 'timeseries',
    title,
    gridPos: { h: 8, w: 12, x: (index % 2) * 12, y: Math.floor(index / 2) * 8 },
    fieldConfig: { defaults: { unit }, overrides: [] },
    targets: queries.map(([legendFormat, expr], i) => ({ refId: 'ABC'[i], legendFormat, expr })),
  };
}
