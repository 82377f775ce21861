import { App, Chart, Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { tekton } from '../../src/engines/tekton/index';
import {
  Environment,
  Image,
  ModelClaim,
  ModelMonitor,
  TrainingClaim,
  TroubleshootingDeployment,
  VersionProof,
  Workload,
} from '../../src/index';
import { engine } from './nouns';

const chart = () => new Chart(new App(), 'c', { namespace: 'aiops' });
const environment = Environment.of('production', {
  application: 'anomaly-detector',
  namespace: 'serving',
  url: 'http://anomaly-detector-stable.serving.svc.cluster.local:8080',
  proof: VersionProof.pods({ model: true }),
  workload: Workload.inferenceService('anomaly-detector'),
});

describe('ModelMonitor', () => {
  const monitor = (more: object = {}) => new ModelMonitor(chart(), 'anomaly', { environment, ...more });
  const rulesOf = (more: object = {}) => monitor(more).rules.toJson().spec.groups[0].rules;

  it('looks at each pod once, every 15 seconds, by the Service that stays', () => {
    expect(monitor().monitor.toJson()).toMatchObject({
      metadata: { name: 'anomaly', namespace: 'serving' },
      spec: {
        selector: { matchLabels: { 'app.kubernetes.io/instance': 'anomaly-detector' } },
        endpoints: [
          {
            interval: '15s',
            relabelings: [
              { action: 'keep', sourceLabels: ['__meta_kubernetes_service_name'], regex: 'anomaly-detector-stable' },
            ],
          },
        ],
      },
    });
  });

  it('tells somebody that 95 of 100 requests take more than 100 ms, for 5 minutes', () => {
    expect(rulesOf()).toEqual([
      {
        alert: 'ModelIsSlow',
        expr: 'histogram_quantile(0.95, sum by (le) (rate(request_predict_seconds_bucket{namespace="serving",service="anomaly-detector-stable"}[5m]))) > 0.1',
        for: '300s',
        labels: { severity: 'warning', model: 'anomaly-detector' },
        annotations: { summary: 'anomaly-detector takes more than 100 ms for one of 20 requests' },
      },
    ]);
  });

  it('tells somebody that less than 80 of 100 are right, for 15 minutes, where somebody measures that', () => {
    const [, rule] = rulesOf({ accuracy: { query: 'model_accuracy{model="anomaly-detector"}', below: 0.8 } });
    expect(rule).toMatchObject({ expr: 'min(model_accuracy{model="anomaly-detector"}) < 0.8', for: '900s' });
  });

  it('has limits of its own', () => {
    const [rule] = rulesOf({ latency: { above: 250, quantile: 0.99, for: Duration.minutes(1) } });
    expect(rule).toMatchObject({ expr: expect.stringMatching(/^histogram_quantile\(0\.99.* > 0\.25$/), for: '60s' });
    expect(monitor({ interval: Duration.minutes(1) }).monitor.toJson().spec.endpoints[0].interval).toBe('60s');
  });

  const { workload: _, ...without } = environment;
  it.each([
    ['no milliseconds', { latency: { above: 0 } }],
    ['a quantile of a hundred', { latency: { above: 100, quantile: 95 } }],
    ['a share of 80', { accuracy: { query: 'x', below: 80 } }],
    ['nothing to measure', { accuracy: { query: ' ', below: 0.8 } }],
    ['nothing that serves', { environment: without }],
  ])('refuses %s', (_, more) => {
    expect(() => monitor(more)).toThrow(/MLP3053/);
  });
});

describe('TroubleshootingDeployment', () => {
  const deployment = (more: object = {}, target: Parameters<typeof tekton>[1] | 'argo' = 'argo') => {
    const at = chart();
    return new TroubleshootingDeployment(at, 'utilities', {
      engine: target === 'argo' ? engine : tekton('1.15', target),
      claims: [
        new ModelClaim(at, 'models', { size: '1Gi', storageClass: 'cephfs' }),
        new TrainingClaim(at, 'training', { size: '1Gi', storageClass: 'gp3-csi' }),
      ],
      image: Image.tagged('ghcr.io/acme/notebooks:1.4.0'),
      ...more,
    }).apiObject.toJson();
  };

  it('may read the claims, and do nothing else', () => {
    const { spec } = deployment();
    const [container] = spec.template.spec.containers;
    expect(container.volumeMounts).toEqual([
      { name: 'models', mountPath: '/mnt/models', readOnly: true },
      { name: 'training', mountPath: '/mnt/training', readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
    ]);
    expect(spec.template.spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
      volumes: [
        { persistentVolumeClaim: { claimName: 'models', readOnly: true } },
        { persistentVolumeClaim: { claimName: 'training', readOnly: true } },
        { emptyDir: {} },
      ],
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    });
  });

  it('leaves user and group to the namespace on OpenShift', () => {
    expect(deployment({}, { platform: 'openshift' }).spec.template.spec.securityContext).toEqual({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });

  it('may write where the reason is said, and keeps the reason', () => {
    const writable = 'old versions are deleted by hand';
    const { metadata, spec } = deployment({ writable });
    expect(metadata.annotations).toEqual({ 'cdk8s-mlops/writable': writable });
    expect(spec.template.spec.containers[0].volumeMounts[0]).toEqual({ name: 'models', mountPath: '/mnt/models' });
  });

  it.each([{ claims: [] }, { writable: ' ' }, { writable: true }])('refuses %j', (more) => {
    expect(() => deployment(more)).toThrow(/MLP3053/);
  });
});
