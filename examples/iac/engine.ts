import { ApiObject, type Chart } from 'cdk8s';
import { engineImage, mlflow, namespace, port } from './platform';

const name = 'aiops-engine';
const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': name };
const probe = { httpGet: { path: '/health', port: 'http' } };

/** The engine that trains. It has no model of its own: those are served by what `serving.ts` emits. */
export function emitEngine(chart: Chart): void {
  const metadata = { name, namespace, labels };
  new ApiObject(chart, 'engine', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      // A training that runs is lost with its pod: two at a time would train twice.
      strategy: { type: 'Recreate' },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 1000,
            fsGroup: 1000,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: 'engine',
              image: `${engineImage.repository.name}@${engineImage.digest}`,
              command: ['uvicorn', 'app_v3:app', '--host', '0.0.0.0', '--port', String(port), '--workers', '4'],
              // Artifacts go through the tracking server: what is written into the pod is gone with it.
              env: [
                { name: 'MLFLOW_TRACKING_URI', value: mlflow },
                { name: 'PROMETHEUS_MULTIPROC_DIR', value: '/tmp' },
              ],
              ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }],
              readinessProbe: { ...probe, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
              // Training takes the cores for minutes; who answers late is not dead.
              livenessProbe: { ...probe, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 5 },
              startupProbe: { ...probe, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 30 },
              resources: { requests: { cpu: '2', memory: '4Gi' }, limits: { cpu: '4', memory: '8Gi' } },
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
  new ApiObject(chart, 'engine-service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { selector: labels, ports: [{ name: 'http', port, targetPort: 'http', protocol: 'TCP' }] },
  });
}
