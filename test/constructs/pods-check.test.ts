import { App, Chart, Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { unitGraph } from '../../src/core/unit';
import { requirementsOf } from '../../src/engines/argo/requirements-of';
import {
  Check,
  Deploy,
  Environment,
  GitOps,
  type PodsCheckOptions,
  StagingTestGate,
  secretKey,
  VersionProof,
  Workload,
  type WorkloadOptions,
} from '../../src/index';
import { type Emitted, emittedBy } from '../engines/argo/emitted';
import { argoEvaluation, canAsk } from '../property/oracle';
import { engine, promotionFrom } from './nouns';

const place = {
  application: 'fraud',
  namespace: 'fraud-staging',
  url: 'http://fraud.fraud-staging.svc.cluster.local:8080',
  proof: VersionProof.http({ path: '/version', field: 'version' }),
  workload: Workload.deployment('fraud'),
  deploy: Deploy.patch(),
} as const;
const byGit = Deploy.git({
  repository: 'https://git.example.com/acme/deployments.git',
  format: { kustomize: 'ghcr.io/acme/fraud' },
  credentials: { password: secretKey('deployments-git', 'token') },
});
const staging = Environment.of('staging', place);
const http = Check.http({ path: '/', expect: { status: 200 } });

const gate = (checks: readonly Check[], environment: Environment = staging): Emitted =>
  emittedBy(
    (chart) =>
      new StagingTestGate(chart, 'gate', { engine, promotion: promotionFrom(environment), checks: checks as [Check] }),
  );
const stepsOf = (emitted: Emitted) =>
  (emitted.template('gate-test-measure-checks').steps ?? []).flat().map(({ name }) => name);
const envOf = (emitted: Emitted, template: string) =>
  Object.fromEntries((emitted.template(template).container?.env ?? []).map(({ name, value }) => [name, value]));

describe('a gate that looks at pods', () => {
  it('looks at them before and after what comes after, within the proofs of the roll-out', () => {
    expect(stepsOf(gate([Check.pods(), http]))).toEqual([
      'wait-rollout',
      'check-pods',
      'check-http',
      'check-pods-again',
      'prove-again',
    ]);
  });

  it('looks at them once where nothing comes after', () => {
    expect(stepsOf(gate([http, Check.pods()]))).toEqual(['wait-rollout', 'check-http', 'check-pods', 'prove-again']);
  });

  it('says by env what is looked at', () => {
    expect(envOf(gate([Check.pods()]), 'check-pods')).toEqual({
      NAMESPACE: 'fraud-staging',
      WORKLOAD: 'deployment/fraud',
      DEADLINE_SECONDS: '300',
      MIN_SAMPLES: '3',
      SAMPLE_SECONDS: '15',
      PHASE: 'before',
    });
    const all = Check.pods({
      memoryHeadroom: 20,
      cpuHeadroom: 10,
      cpu: 'fail',
      minSamples: 5,
      interval: Duration.seconds(30),
      deadline: Duration.minutes(10),
      name: 'pods',
    });
    expect(envOf(gate([all, http]), 'pods-again')).toMatchObject({
      DEADLINE_SECONDS: '600',
      MIN_SAMPLES: '5',
      SAMPLE_SECONDS: '30',
      MEMORY_HEADROOM_PERCENT: '20',
      CPU_HEADROOM_PERCENT: '10',
      CPU: 'fail',
      PHASE: 'after',
      BASELINE: '{{inputs.parameters.baseline}}',
    });
  });

  it('compares the limits that the workload declares with those of the live pods', () => {
    const limited = (options: WorkloadOptions) =>
      envOf(
        gate([Check.pods()], Environment.of('staging', { ...place, workload: Workload.deployment('fraud', options) })),
        'check-pods',
      );
    expect(limited({ limits: { memory: '256Mi', cpu: '500m' } })).toMatchObject({
      LIMITS: '{"cpu":"500m","memory":"256Mi"}',
    });
    expect(limited({ limits: { memory: '256Mi' }, container: 'app' })).toMatchObject({ CONTAINER: 'app' });
    expect(limited({ container: 'app' })).not.toHaveProperty('CONTAINER');
  });

  it.each([
    [{ limits: {} }, 'MLP1204'],
    [{ limits: { cpu: '0' } }, 'MLP1204'],
    [{ limits: { cpu: 5 } }, 'MLP1204'],
    [{ limits: { memory: '256m' } }, 'MLP1204'],
    [{ limits: { gpu: '1' } }, 'MLP1007'],
    [{ limit: {} }, "did you mean 'limits'"],
    [{ container: 'A' }, 'MLP1005'],
  ])('refuses a workload with %j', (options, message) => {
    expect(() => Workload.deployment('fraud', options as WorkloadOptions)).toThrow(message);
  });

  it('hands the baseline of the first look to the second', () => {
    const { template, node } = gate([Check.pods(), http]);
    expect(template('check-pods').outputs?.parameters).toContainEqual({
      name: 'baseline',
      valueFrom: { path: '/out/baseline', default: '' },
    });
    expect(node('gate-test-measure-checks', 'check-pods-again').arguments?.parameters).toEqual([
      {
        name: 'baseline',
        value:
          "{{= steps['check-pods'].status == 'Succeeded' && steps['check-pods']?.outputs?.parameters?.baseline matches '^[A-Za-z0-9:,/=.-]+$' ? steps['check-pods']?.outputs?.parameters?.baseline : '' }}",
      },
    ]);
  });

  it('may read what it needs in the namespace of the application, and change nothing', () => {
    const { manifests } = gate([Check.pods()]);
    const role = manifests.find(({ kind, metadata }) => kind === 'Role' && metadata.namespace === 'fraud-staging');
    expect(role?.rules).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
      { apiGroups: ['apps'], resourceNames: ['fraud'], resources: ['deployments'], verbs: ['get'] },
      { apiGroups: ['apps'], resources: ['replicasets'], verbs: ['list'] },
      { apiGroups: ['metrics.k8s.io'], resources: ['pods'], verbs: ['list'] },
    ]);
  });

  it.each<[string, PodsCheckOptions, RegExp]>([
    ['too few samples', { minSamples: 2 }, /MLP3006: the minSamples of Check\.pods: expected samples from 3 to 1000/],
    ['a headroom of everything', { memoryHeadroom: 100 }, /MLP3006: the memoryHeadroom of Check\.pods/],
    [
      'a headroom that is text',
      { memoryHeadroom: '20' as never },
      /MLP3006: the memoryHeadroom of Check\.pods is '20'/,
    ],
    ['a word that is none', { cpu: 'error' as never }, /MLP3006: the cpu of Check\.pods: expected warn, fail/],
    ['no time for its samples', { deadline: Duration.seconds(30) }, /MLP3006: Check\.pods measures 3 times every 15 s/],
    ['a name that is none', { name: 'Check Pods' }, /MLP1005/],
    ['a property that nobody reads', { memory: 1 } as never, /MLP1007/],
  ])('is refused with %s', (_, options, message) => {
    expect(() => Check.pods(options)).toThrow(message);
  });

  it('asks for what serves the measurements', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'mlops' });
    const made = new StagingTestGate(chart, 'gate', {
      engine,
      promotion: promotionFrom(staging),
      checks: [Check.pods()],
    });
    expect(requirementsOf(engine, made[unitGraph].unit)).toContainEqual({ component: 'metrics-server' });
  });
});

describe.skipIf(!canAsk)('the baseline in Argo’s eyes', () => {
  const [argument] =
    gate([Check.pods(), http]).node('gate-test-measure-checks', 'check-pods-again').arguments?.parameters ?? [];
  const ask = argoEvaluation();

  it.each<[string, string, string | null | undefined, string]>([
    ['what the first look left', 'Succeeded', 'v1:6f9c-1:uid-1/app=2,uid-2', 'v1:6f9c-1:uid-1/app=2,uid-2'],
    ['nothing where it left nothing', 'Succeeded', '', ''],
    ['nothing where it wrote a tag', 'Succeeded', '{{workflow.name}}', ''],
    ['nothing where it failed', 'Failed', 'v1:a:b', ''],
    ['nothing where it failed and left nothing', 'Failed', undefined, ''],
    ['nothing where it was skipped', 'Skipped', null, ''],
  ])('is %s', async (_, status, baseline, expected) => {
    const scope = {
      'steps.check-pods.status': status,
      ...(baseline === undefined ? {} : { 'steps.check-pods.outputs.parameters.baseline': baseline }),
    };
    expect(await ask({ kind: 'template', text: argument?.value ?? '', scope })).toMatchObject({ text: expected });
  });
});

describe('the roll-out of a gate', () => {
  const argument = (name: string) => `{{inputs.parameters.${name}}}`;
  const rollout = {
    STEP: 'wait',
    NAMESPACE: 'fraud-staging',
    WORKLOAD: 'deployment/fraud',
    DEADLINE_SECONDS: '600',
    GITOPS: 'none',
    URL: 'http://fraud.fraud-staging.svc.cluster.local:8080',
    VERSION_PATH: '/version',
    VERSION_FIELD: 'version',
    EXPECTED_VERSION: argument('version'),
    DEPLOYED: argument('deployed'),
  };

  it('is waited for first and proven again last', () => {
    const emitted = gate([http]);
    expect(envOf(emitted, 'wait-rollout')).toEqual(rollout);
    expect(envOf(emitted, 'prove-again')).toEqual({ ...rollout, STEP: 'again', DEADLINE_SECONDS: '120' });
  });

  it('may take as long as the environment says', () => {
    const slow = Environment.of('staging', { ...place, rolloutDeadline: Duration.minutes(30) });
    expect(envOf(gate([http], slow), 'wait-rollout')).toMatchObject({ DEADLINE_SECONDS: '1800' });
  });

  it('asks the controller for the commit of the gate, where it deploys by one', () => {
    const gitOps = GitOps.argocd({ application: 'fraud-staging' });
    const managed = Environment.of('staging', { ...place, gitOps, deploy: byGit });
    expect(envOf(gate([http], managed), 'wait-rollout')).toEqual({
      ...rollout,
      GITOPS: 'argocd',
      GITOPS_OBJECT: 'fraud-staging',
      GITOPS_NAMESPACE: 'argocd',
      COMMIT: argument('commit'),
    });
    const set = Deploy.argocdParam({ helmParameter: 'image' });
    expect(envOf(gate([http], Environment.of('staging', { ...place, gitOps, deploy: set })), 'wait-rollout')).toEqual(
      rollout,
    );
  });

  it('proves by the pods where those show the version, and checks over HTTP leave it to that', () => {
    const proof = VersionProof.pods({ label: 'app.kubernetes.io/version' });
    const emitted = gate([http], Environment.of('staging', { ...place, proof }));
    const { URL, VERSION_PATH, VERSION_FIELD, ...common } = rollout;
    void [URL, VERSION_PATH, VERSION_FIELD];
    expect(envOf(emitted, 'wait-rollout')).toEqual({ ...common, VERSION_LABEL: 'app.kubernetes.io/version' });
    const byHttp = envOf(emitted, 'check-http');
    expect(byHttp).toMatchObject({ VERSION_PROOF: 'elsewhere' });
    expect(byHttp).not.toHaveProperty('EXPECTED_VERSION');
  });

  it('proves by the image where a container is the proof', () => {
    const proof = VersionProof.pods({ container: 'app' });
    const env = envOf(gate([http], Environment.of('staging', { ...place, proof })), 'wait-rollout');
    expect(env).toMatchObject({ VERSION_CONTAINER: 'app', DEPLOYED: argument('deployed') });
    expect(env).not.toHaveProperty('EXPECTED_VERSION');
  });
});

describe('a version that pods show', () => {
  it.each<[string, object, RegExp]>([
    ['nothing', {}, /MLP3002: VersionProof\.pods looks at nothing/],
    ['two things', { label: 'a', annotation: 'b' }, /MLP3002: VersionProof\.pods looks at several things/],
    ['a label that is none', { label: 'a b' }, /MLP3002: the label of the version/],
    ['a label that is no text', { label: 5 }, /MLP3002: the label of the version is 5/],
    ['an annotation that is none', { annotation: '/x' }, /MLP3002/],
    ['a container that is none', { container: 'App' }, /MLP3002/],
    ['a model and a label', { label: 'a', model: true }, /MLP3002: VersionProof\.pods looks at several things/],
    ['a model by its name', { model: 'fraud' }, /MLP3002: the model of the version is 'fraud'/],
    ['a property that nobody reads', { image: 'app' }, /MLP1007/],
  ])('is not %s', (_, options, message) => {
    expect(() => VersionProof.pods(options)).toThrow(message);
  });

  it('by their model are those of an InferenceService', () => {
    const proof = VersionProof.pods({ model: true });
    expect(() => Environment.of('staging', { ...place, proof })).toThrow(/MLP3002: .* and a Deployment runs it/);
    const workload = Workload.inferenceService('fraud');
    expect(Environment.of('staging', { ...place, deploy: undefined, workload, proof })).toMatchObject({ proof });
  });

  it('needs an environment that says what runs it', () => {
    const { workload, ...bare } = place;
    void workload;
    const proof = VersionProof.pods({ label: 'version' });
    expect(() => Environment.of('staging', { ...bare, proof })).toThrow(/MLP3020: VersionProof\.pods has to know/);
  });
});
