import { ApiObject, type Chart } from 'cdk8s';
import { buckets } from './platform';
import type { Preset } from './presets';

const image = 'ghcr.io/acme/flts-inference@sha256:4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d';

export const name = 'inference';
export const port = 8000;
export const limits = { cpu: '1', memory: '1Gi' } as const;

export const labels = { 'app.kubernetes.io/name': 'flts', 'app.kubernetes.io/component': name };

/**
 * What answers: pods that read which model is promoted and load it, the Service they are behind, and how many of them
 * there are. A new model changes none of these objects, so no pod is replaced for it.
 */
export function inference(chart: Chart, { replicas, nodePort }: Preset): void {
  const metadata = { name, labels };
  const is = (secret: string) => ({ valueFrom: { secretKeyRef: { name: 'minio-inference', key: secret } } });
  new ApiObject(chart, 'inference-account', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata,
    automountServiceAccountToken: false,
  });
  new ApiObject(chart, 'inference-deployment', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    // How many replicas there are the autoscaler says; a number here would be set again with every sync.
    spec: {
      selector: { matchLabels: labels },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          automountServiceAccountToken: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 1000,
            fsGroup: 1000,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: 'app',
              image,
              env: [
                { name: 'AWS_ENDPOINT_URL_S3', value: `http://minio.${chart.namespace}.svc.cluster.local:9000` },
                { name: 'AWS_REGION', value: 'us-east-1' },
                { name: 'AWS_ACCESS_KEY_ID', ...is('access-key') },
                { name: 'AWS_SECRET_ACCESS_KEY', ...is('secret-key') },
                { name: 'PROMOTION_BUCKET', value: buckets.promotion },
                { name: 'PROMOTION_KEY', value: 'current.json' },
                { name: 'LOG_BUCKET', value: buckets.logs },
              ],
              ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }],
              resources: { requests: { cpu: '250m', memory: '512Mi' }, limits },
              // Ready without a model: its own answers say that there is none. Alive whatever other servers do.
              readinessProbe: { httpGet: { path: '/ready', port: 'http' }, periodSeconds: 5 },
              livenessProbe: { httpGet: { path: '/alive', port: 'http' }, periodSeconds: 10, failureThreshold: 3 },
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ['ALL'] },
                readOnlyRootFilesystem: true,
              },
              volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
            },
          ],
          volumes: [{ name: 'tmp', emptyDir: {} }],
        },
      },
    },
  });
  const ports = { name: 'http', port, targetPort: 'http', protocol: 'TCP' };
  new ApiObject(chart, 'inference-service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { selector: labels, ports: [ports] },
  });
  if (nodePort !== undefined) {
    new ApiObject(chart, 'inference-node-port', {
      apiVersion: 'v1',
      kind: 'Service',
      // Not what Prometheus looks for: each pod is asked once.
      metadata: { name: `${name}-node-port`, labels: { ...labels, 'app.kubernetes.io/component': 'node-port' } },
      spec: { type: 'NodePort', selector: labels, ports: [{ ...ports, nodePort }] },
    });
  }
  const busier = (resource: string, averageUtilization: number) => ({
    type: 'Resource',
    resource: { name: resource, target: { type: 'Utilization', averageUtilization } },
  });
  new ApiObject(chart, 'inference-autoscaler', {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: replicas.min,
      maxReplicas: replicas.max,
      metrics: [busier('cpu', 70), busier('memory', 75)],
      behavior: { scaleDown: { stabilizationWindowSeconds: 300 } },
    },
  });
}
