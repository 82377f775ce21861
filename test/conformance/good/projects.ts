import type { Json } from '../mutation';

/** Objects of projects of which nothing but the definitions is used. */
export function projects(namespace: string): Json[] {
  return [
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'ServiceMonitor',
      metadata: { name: 'model', namespace },
      spec: {
        selector: { matchLabels: { app: 'model' } },
        endpoints: [
          {
            targetPort: 8080,
            interval: '15s',
            relabelings: [{ action: 'keep', sourceLabels: ['__meta_kubernetes_service_name'], regex: 'model-stable' }],
          },
        ],
      },
    },
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name: 'rules', namespace },
      spec: {
        groups: [
          {
            name: 'model',
            rules: [{ alert: 'ModelIsSlow', expr: 'up > 0.1', for: '300s', labels: { severity: 'warning' } }],
          },
        ],
      },
    },
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'app', namespace },
      spec: {
        project: 'aiops',
        source: { repoURL: 'https://github.com/acme/aiops', targetRevision: 'main', path: 'manifests' },
        destination: { server: 'https://kubernetes.default.svc', namespace: 'aiops' },
      },
    },
  ];
}
