import { describe, expect, it } from 'vitest';
import {
  argo,
  Check,
  Deploy,
  Environment,
  type EnvironmentProps,
  ObjectStore,
  type PointerOptions,
  PromoteOrRevert,
  Promotion,
  StagingTestGate,
  secretKey,
  VersionProof,
  Workload,
} from '../../src/index';
import type { Template, WorkflowSpec } from '../../src/schemas/argo/types';
import { emittedBy } from '../engines/argo/emitted';

const store = ObjectStore.at('http://minio.flts.svc.cluster.local:9000', {
  credentials: {
    accessKeyId: secretKey('minio-credentials', 'access-key'),
    secretAccessKey: secretKey('minio-credentials', 'secret-key'),
  },
});
const deploy = Deploy.pointer({ store, bucket: 'model-promotion', key: 'production/current.json' });
const of = (more: Partial<EnvironmentProps> = {}, name = 'production') =>
  Environment.of(name, {
    application: 'flts',
    namespace: 'flts',
    url: 'http://inference.flts.svc.cluster.local:8000',
    proof: VersionProof.http({ path: '/model', field: 'run_id', names: 'run' }),
    workload: Workload.deployment('inference'),
    deploy,
    ...more,
  });

describe('Deploy.pointer', () => {
  it('is told its object and store, and needs no right in the cluster', () => {
    const settings = deploy.settings(of());
    expect(settings.env).toEqual({
      APPLICATION: 'flts',
      BUCKET: 'model-promotion',
      KEY: 'production/current.json',
      ...store.forProgram.env,
    });
    expect(settings.access).toEqual([]);
  });

  it.each<[string, unknown, RegExp]>([
    ['no store', { bucket: 'models', key: 'current.json' }, /MLP3073: the store of Deploy.pointer is undefined/],
    ['the address of one', { store: store.url, bucket: 'models', key: 'a.json' }, /MLP3073/],
    [
      'a bucket that S3 refuses',
      { store, bucket: 'Models', key: 'current.json' },
      /MLP3072: the bucket of Deploy.pointer/,
    ],
    ['a key with a gap', { store, bucket: 'models', key: 'a//b.json' }, /MLP3072: the key of Deploy.pointer/],
    ['no key', { store, bucket: 'models' }, /MLP3072/],
    ['a key in a history', { store, bucket: 'models', key: 'production/history/current.json' }, /MLP3073/],
    ['a property that nobody reads', { store, bucket: 'models', key: 'a.json', container: 'app' }, /MLP1007/],
  ])('is refused with %s', (_, options, message) => {
    expect(() => Deploy.pointer(options as PointerOptions)).toThrow(message);
  });

  it.each<[string, Partial<EnvironmentProps>, RegExp]>([
    ['without a workload', { workload: undefined }, /needs the workload whose pods read it/],
    ['for an InferenceService', { workload: Workload.inferenceService('flts') }, /is read by nobody/],
    [
      'where pods prove their image',
      { proof: VersionProof.pods({ container: 'app' }) },
      /its pods do not show what was deployed: use VersionProof.http/,
    ],
  ])('is refused %s', (_, more, message) => {
    expect(() => of(more)).toThrow(message);
    expect(() => of(more)).toThrow(/MLP3021/);
  });

  it('is refused for two environments whose histories would mix', () => {
    const staging = of(
      { deploy: Deploy.pointer({ store, bucket: 'model-promotion', key: 'production/next.json' }) },
      'staging',
    );
    const registry = { model: 'flts', url: '', env: {} };
    expect(() => Promotion.of({ from: staging, to: of(), registry })).toThrow(
      /MLP3022: .*both environments have their pointer in one folder/,
    );
  });
});

describe('a gate of an application whose pods read a pointer', () => {
  const gateOf = (environment: Environment) =>
    emittedBy((chart) => {
      const promotion = Promotion.within(environment, { onError: 'revert' });
      const checks = [Check.http({ path: '/health', expect: { status: 200 } })] as const;
      new StagingTestGate(chart, 'verify-inference', { engine: argo('4.0'), promotion, checks: [...checks] });
      new PromoteOrRevert(chart, 'accept', { engine: argo('4.0'), promotion });
    });
  const { manifests } = gateOf(of());
  const templates = manifests
    .filter(({ kind }) => kind === 'WorkflowTemplate')
    .flatMap(({ spec }) => (spec as WorkflowSpec).templates ?? []);
  const template = (name: string): Template => {
    const found = templates.find((each) => each.name === name);
    if (found === undefined) throw new Error(`${name}: ${templates.map((each) => each.name).join(', ')}`);
    return found;
  };
  const envOf = (name: string) =>
    Object.fromEntries((template(name).container?.env ?? []).map((each) => [each.name, each.value ?? each.valueFrom]));

  it('writes it where it takes the environment, with the credentials of the store', () => {
    expect(envOf('begin-gate')).toMatchObject({
      SOURCE_DEPLOY: 'pointer',
      SOURCE_DEPLOYS: 'uri',
      SOURCE_APPLICATION: 'flts',
      SOURCE_ENVIRONMENT: 'production',
      SOURCE_BUCKET: 'model-promotion',
      SOURCE_KEY: 'production/current.json',
      SOURCE_AWS_ENDPOINT_URL_S3: store.url,
      SOURCE_AWS_SECRET_ACCESS_KEY: { secretKeyRef: { name: 'minio-credentials', key: 'secret-key' } },
    });
  });

  it.each(['wait-rollout', 'prove-again'])(
    '%s asks for the run that trained it often enough to meet every pod, and nothing of the workload',
    (name) => {
      const env = envOf(name);
      expect(env).toMatchObject({
        EXPECTED_VERSION: '{{inputs.parameters.version}}',
        VERSION_PATH: '/model',
        VERSION_FIELD: 'run_id',
        ANSWERS_PER_POD: '5',
      });
      expect(env).not.toHaveProperty('DEPLOYED');
    },
  );

  it('hands the run of the candidate to whoever asks', () => {
    const calls = JSON.stringify(template('verify-inference-test-measure-checks'));
    expect(calls.split(`"value":"{{= inputs.parameters['run-id']`)).toHaveLength(4);
  });

  it('lets the step that takes it back wait for the run before', () => {
    expect(envOf('revert-candidate')).toMatchObject({ SOURCE_VERSION: '<run-id>', SOURCE_ANSWERS_PER_POD: '5' });
  });

  it('proves a version of the application the same way', () => {
    const proof = VersionProof.http({ path: '/version' });
    expect(() => gateOf(of({ proof }))).not.toThrow();
  });
});
