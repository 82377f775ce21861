import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { requirements } from '../../src/core/requirement';
import {
  Application,
  type ApplicationProps,
  configKey,
  Deploy,
  Environment,
  type EnvironmentProps,
  GitOps,
  secretKey,
  VersionProof,
  Workload,
} from '../../src/index';
import type { DeploymentSpec } from '../../src/schemas/kubernetes/types';
import { emittedBy } from '../engines/argo/emitted';
import { definitionOf, validatorOf } from '../schemas/validators';

const image = 'ghcr.io/acme/fraud';
const limits = { cpu: '500m', memory: '256Mi' };
const place: EnvironmentProps = {
  application: 'fraud',
  namespace: 'fraud-staging',
  url: 'http://fraud-app.fraud-staging.svc.cluster.local:8082',
  proof: VersionProof.http({ path: '/version' }),
  workload: Workload.deployment('fraud', { limits }),
  rolloutDeadline: Duration.minutes(5),
};
const byGit = Deploy.git({
  repository: 'https://git.acme.example/deployments.git',
  format: { kustomize: image },
  credentials: { password: secretKey('git', 'token') },
});
const probes = { readiness: { path: '/ready' }, liveness: { path: '/version' } };

const emit = (props: Partial<ApplicationProps> = {}, environment: Partial<EnvironmentProps> = {}) => {
  let application: Application | undefined;
  const emitted = emittedBy((chart) => {
    const staging = Environment.of('staging', { ...place, ...environment });
    application = new Application(chart, 'fraud-staging', { environment: staging, image, probes, ...props });
  });
  const spec = emitted.one('Deployment').spec as DeploymentSpec;
  return { ...emitted, requires: application?.[requirements](), spec, container: spec.template.spec?.containers[0] };
};

describe('an application', () => {
  it('is a Deployment, a Service and an account that Kubernetes knows, in the namespace of its environment', () => {
    const { manifests } = emit();
    expect(manifests.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toEqual([
      'ServiceAccount fraud-staging/fraud',
      'Deployment fraud-staging/fraud',
      'Service fraud-staging/fraud-app',
    ]);
    for (const manifest of manifests) {
      const validate = validatorOf(
        'kubernetes-1.36',
        definitionOf('kubernetes-1.36', manifest.apiVersion, manifest.kind) ?? '',
      );
      validate(manifest);
      expect(validate.errors ?? []).toEqual([]);
    }
  });

  it('is reached at the url of its environment', () => {
    const { one, spec, container } = emit();
    expect(one('Service').spec).toEqual({
      selector: spec.selector.matchLabels,
      ports: [{ name: 'http', port: 8082, targetPort: 'http', protocol: 'TCP' }],
    });
    expect(spec.template.metadata?.labels).toMatchObject(spec.selector.matchLabels ?? {});
    expect(container?.ports).toEqual([{ name: 'http', containerPort: 8082, protocol: 'TCP' }]);
    expect(emit({ port: 9000 }).container?.ports).toMatchObject([{ containerPort: 9000 }]);
  });

  it('names an image that no registry has, which only what is deployed replaces', () => {
    expect(emit().container?.image).toBe(`${image}:not-deployed`);
    const { container, requires } = emit(
      { image: undefined },
      { deploy: byGit, gitOps: GitOps.argocd({ application: 'fraud-staging' }) },
    );
    expect(container?.image).toBe(`${image}:not-deployed`);
    expect(requires).toEqual([
      {
        component: 'kustomize',
        setting:
          "puts the image's digest into Deployment `fraud-staging/fraud`: `environments/staging/fraud.yaml` among the `transformers`",
      },
    ]);
  });

  it('takes the image of an Application, too, or says that somebody else must put it there', () => {
    const gitOps = GitOps.argocd({ application: 'fraud-staging' });
    const byParameter = emit({ image: undefined }, { gitOps, deploy: Deploy.argocdParam({ kustomizeImage: image }) });
    expect(byParameter.container?.image).toBe(`${image}:not-deployed`);
    expect(byParameter.requires).toMatchObject([
      { setting: expect.stringMatching(/the image that the Application sets$/) },
    ]);
    expect(emit().requires).toMatchObject([{ setting: expect.stringMatching(/by whoever deploys$/) }]);
  });

  it('has the limits that its workload declares, and asks for them', () => {
    expect(emit().container?.resources).toEqual({ requests: limits, limits });
    expect(emit({ requests: { cpu: '100m' } }).container?.resources).toEqual({
      requests: { cpu: '100m', memory: '256Mi' },
      limits,
    });
    const workload = Workload.deployment('fraud', { limits: { memory: '1Gi' }, container: 'web' });
    expect(emit({}, { workload }).container).toMatchObject({
      name: 'web',
      resources: { requests: { cpu: '100m', memory: '1Gi' }, limits: { memory: '1Gi' } },
    });
  });

  it('is restricted, and writes only where it was told', () => {
    const { spec, one } = emit({ writable: ['/app/cache'] });
    const pod = spec.template.spec;
    expect(pod).toMatchObject({
      serviceAccountName: 'fraud',
      automountServiceAccountToken: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 1000,
        fsGroup: 1000,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      volumes: [
        { name: 'tmp', emptyDir: {} },
        { name: 'writable-1', emptyDir: {} },
      ],
    });
    expect(pod?.containers[0]).toMatchObject({
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        readOnlyRootFilesystem: true,
      },
      volumeMounts: [
        { name: 'tmp', mountPath: '/tmp' },
        { name: 'writable-1', mountPath: '/app/cache' },
      ],
    });
    expect(one('ServiceAccount').automountServiceAccountToken).toBe(false);
  });

  it('rolls out pod by pod, and gives a version the time of its environment', () => {
    const { spec, container } = emit({ replicas: 3 });
    expect(spec).toMatchObject({
      replicas: 3,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      progressDeadlineSeconds: 300,
    });
    expect(container).toMatchObject({
      readinessProbe: { httpGet: { path: '/ready', port: 'http' }, periodSeconds: 10, failureThreshold: 3 },
      livenessProbe: { httpGet: { path: '/version', port: 'http' }, periodSeconds: 10, failureThreshold: 3 },
      startupProbe: { httpGet: { path: '/version', port: 'http' }, periodSeconds: 10, failureThreshold: 30 },
    });
  });

  it('reads secrets by reference', () => {
    const env = { LEVEL: 'info', TOKEN: secretKey('fraud', 'token'), MODE: configKey('fraud', 'mode') };
    expect(emit({ env }).container?.env).toEqual([
      { name: 'LEVEL', value: 'info' },
      { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'fraud', key: 'token' } } },
      { name: 'MODE', valueFrom: { configMapKeyRef: { name: 'fraud', key: 'mode' } } },
    ]);
  });

  const gitOps = GitOps.argocd({ application: 'fraud-staging' });
  it.each<[string, Partial<ApplicationProps>, Partial<EnvironmentProps>, string]>([
    ['no workload', {}, { workload: undefined }, 'MLP3040: nothing says which Deployment'],
    [
      'an InferenceService',
      {},
      { workload: Workload.inferenceService('fraud', { limits }) },
      'MLP3040: nothing says which Deployment',
    ],
    ['no limits', {}, { workload: Workload.deployment('fraud') }, 'declares no limit of memory'],
    [
      'a limit of cpu only',
      {},
      { workload: Workload.deployment('fraud', { limits: { cpu: '1' } }) },
      'declares no limit of memory',
    ],
    ['an address outside', {}, { url: 'https://fraud.acme.example' }, 'which is no Service of namespace fraud-staging'],
    ['a Service elsewhere', {}, { url: 'http://fraud.other.svc:80' }, 'which is no Service of namespace fraud-staging'],
    ['no image', { image: undefined }, {}, 'MLP3040: there is no image'],
    ['a tag', { image: `${image}:1.0` }, {}, "MLP3040: the image is 'ghcr.io/acme/fraud:1.0'"],
    ['a digest', { image: `${image}@sha256:${'0'.repeat(64)}` }, {}, 'without tag and digest'],
    ['another image than is deployed', { image: 'other' }, { deploy: byGit, gitOps }, "replaces 'ghcr.io/acme/fraud'"],
    ['what is patched live', {}, { deploy: Deploy.patch() }, 'replaces no image of a manifest'],
    ['more requested than allowed', { requests: { memory: '1Gi' } }, {}, 'MLP1204'],
    [
      'a probe without a path',
      { probes: { ...probes, liveness: { path: 'version' } } },
      {},
      'MLP3040: the path of the liveness',
    ],
    [
      'a probe that never fails',
      { probes: { ...probes, readiness: { path: '/', failures: 0 } } },
      {},
      'fails after 0 noes',
    ],
    ['no probes', { probes: undefined as never }, {}, 'the probes of application'],
    ['a folder twice', { writable: ['/a', '/a'] }, {}, '/a is writable twice'],
    ['/tmp, which is writable', { writable: ['/tmp'] }, {}, '/tmp is writable twice'],
    ['a port that is none', { port: 0 }, {}, 'the port is 0'],
    ['half a replica', { replicas: 0.5 }, {}, 'there are 0.5 replicas'],
    ['root without a reason', { user: 0 }, {}, 'MLP1207'],
    ['a typo', { replica: 1 } as never, {}, "did you mean 'replicas'"],
  ])('is refused with %s', (_, props, environment, message) => {
    expect(() => emit(props, environment)).toThrow(message);
  });
});
