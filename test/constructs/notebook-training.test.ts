import { App, Chart, Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Pipeline, tekton } from '../../src/engines/tekton/index';
import {
  configKey,
  DataSource,
  hold,
  Image,
  ModelClaim,
  ModelContract,
  modelFileCheck,
  type NotebookSpec,
  NotebookValidationJob,
  notebookTask,
  pipeline,
  secretKey,
  trainingWindow,
  WorkflowTemplate,
} from '../../src/index';
import { readConfiguration as readSource } from '../../src/programs/check-source/configuration';
import { readEnvironment } from '../../src/programs/environment';
import { contract as publishing } from '../../src/programs/publish-model/contract';
import { readConfiguration as readNotebook } from '../../src/programs/run-notebook/configuration';
import { emittedBy as argoEmittedBy } from '../engines/argo/emitted';
import { emittedBy as tektonEmittedBy } from '../engines/tekton/emitted';
import { engine } from './nouns';

const spec: NotebookSpec = {
  notebook: {
    path: 'notebooks/02-anomaly-detection/01-isolation-forest-implementation.ipynb',
    git: { url: 'https://github.com/acme/aiops-platform', ref: 'main' },
  },
  podConfig: {
    containerImage: 'ghcr.io/acme/notebooks:1.4.0',
    volumes: [{ name: 'models', persistentVolumeClaim: { claimName: 'model-storage-pvc' } }],
    volumeMounts: [{ name: 'models', mountPath: '/mnt/models' }],
  },
  timeout: '15m',
};
const operator = { version: '1.0.5' };
const anomaly = ModelContract.of('anomaly-detector', {
  features: ['cpu', 'memory', 'disk', 'network', 'restarts'],
  prediction: { type: 'integer', oneOf: [-1, 1] },
  samples: [{ instance: [0.5, 0.6, 0.4, 100, 80] }],
});
const source = DataSource.prometheus('https://prometheus-k8s.openshift-monitoring.svc:9091', {
  default: 'hybrid',
  token: secretKey('prometheus', 'token'),
  queries: { cpu: 'avg(rate(node_cpu_seconds_total{mode!="idle"}[5m]))' },
  requireSource: true,
});

/** From the source of the data to the folder of a version. */
function retrain(chart: Chart) {
  const models = new ModelClaim(chart, 'model-storage-pvc', {
    size: '10Gi',
    storageClass: 'ocs-storagecluster-cephfs',
  });
  const file = `${models.folder}/trained/anomaly-detector/model.pkl`;
  const healthy = modelFileCheck({
    contract: anomaly,
    image: Image.tagged('ghcr.io/acme/notebooks:1.4.0'),
    file,
    mounts: { [models.folder]: models.volume },
    resources: { memory: '2Gi' },
  });
  const train = notebookTask('train-anomaly-detector', { spec, operator, deadline: Duration.minutes(20) });
  const publish = models.publish('anomaly-detector', { file });
  return pipeline(
    'retrain',
    { dataSource: source.input, trainingHours: trainingWindow('168') },
    (p, { dataSource, trainingHours }) => {
      const looked = p.step(source.check(), { dataSource, trainingHours });
      const trained = p.step(train, { source: looked.outputs.source, trainingHours });
      const judged = p.step(healthy, {}, { after: [trained] });
      p.match(judged.outputs.verdict, {
        pass: (p) => {
          p.step(publish, { digest: judged.outputs.digest });
        },
        fail: hold('rejected'),
        error: hold(),
        inconclusive: hold(),
      });
    },
  );
}

const argoEmitted = argoEmittedBy(
  (chart) => new WorkflowTemplate(chart, 'retrain', { engine, pipeline: retrain(chart) }),
);
const tektonEmitted = tektonEmittedBy(
  (chart) => new Pipeline(chart, 'retrain', { engine: tekton('1.15'), pipeline: retrain(chart) }),
);

type Variables = readonly { readonly name: string; readonly value?: string }[];

/** The variables of a program, those that a run fills with an example. */
function filled(env: Variables | undefined): Record<string, string> {
  const examples: Readonly<Record<string, string>> = {
    DATA_SOURCE: 'hybrid',
    TRAINING_HOURS: '168',
    RUN: 'retrain-x1',
    MODEL_DIGEST: `sha256:${'a'.repeat(64)}`,
    PROMETHEUS_TOKEN: 'token',
  };
  return Object.fromEntries((env ?? []).map(({ name, value = '' }) => [name, examples[name] ?? value]));
}

describe.each([
  ['Argo', (name: string) => argoEmitted.template(name).container?.env as Variables, argoEmitted.manifests],
  [
    'Tekton',
    (name: string) => tektonEmitted.spec(name).steps?.find(({ env }) => (env ?? []).length > 2)?.env as Variables,
    tektonEmitted.manifests,
  ],
] as const)('training by a notebook, on %s', (_, envOf, manifests) => {
  it('tells the check of the source what it understands', () => {
    const env = filled(envOf('check-source'));
    expect(readSource(env)).toMatchObject({ source: 'hybrid', hours: 168, require: 'true' });
    expect(readSource(env).queries).toEqual({ cpu: 'avg(rate(node_cpu_seconds_total{mode!="idle"}[5m]))' });
  });

  it('tells the one that runs the notebook what it understands', () => {
    expect(readNotebook(filled(envOf('train-anomaly-detector')))).toMatchObject({
      notebook: 'train-anomaly-detector',
      apiVersion: 'mlops.mlops.dev/v1alpha1',
      deadline: 1200,
      spec: { ...spec, podConfig: { env: expect.arrayContaining([{ name: 'TRAINING_DAYS', value: '7' }]) } },
    });
  });

  it('publishes what was judged, into the folder of the model', () => {
    expect(readEnvironment(filled(envOf('publish-model')), publishing)).toMatchObject({
      file: '/mnt/models/trained/anomaly-detector/model.pkl',
      claim: 'model-storage-pvc',
      model: 'anomaly-detector',
    });
  });

  it('tells the check of the file what the contract says, once', () => {
    expect(filled(envOf('check-model'))).toMatchObject({
      MODEL_VALUES: '5',
      MODEL_FILE: '/mnt/models/trained/anomaly-detector/model.pkl',
      CHECK_MODEL_CONTRACT: '/contract/contract.json',
    });
  });

  it('has a claim that several nodes can mount, with all that the API server would add', () => {
    expect(manifests.find(({ kind }) => kind === 'PersistentVolumeClaim')?.spec).toEqual({
      accessModes: ['ReadWriteMany'],
      storageClassName: 'ocs-storagecluster-cephfs',
      resources: { requests: { storage: '10Gi' } },
      volumeMode: 'Filesystem',
    });
  });
});

const chart = () => new Chart(new App(), 'c', { namespace: 'self-healing-platform' });
const job = (more: object, version = '1.0.5') =>
  new NotebookValidationJob(chart(), 'job', { spec: { ...spec, ...more }, operator: { version } });
const pod = (more: object) => ({ podConfig: { ...spec.podConfig, ...more } });
const notebook = (more: object) => ({ notebook: { ...spec.notebook, ...more } });
const git = (more: object) => notebook({ git: { ...spec.notebook.git, ...more } });

describe('NotebookValidationJob', () => {
  it('is what it is told, of the version that is installed', () => {
    const own = { version: '1.2.0', apiVersion: 'mlops.acme.dev/v1beta1' };
    const made = new NotebookValidationJob(chart(), 'job', {
      spec,
      operator: own,
      metadata: { name: 'isolation-forest' },
    });
    expect(made.toJson()).toMatchObject({
      apiVersion: 'mlops.acme.dev/v1beta1',
      kind: 'NotebookValidationJob',
      metadata: { name: 'isolation-forest' },
      spec,
    });
  });

  it.each([
    ['volumes where the operator drops them', {}, '1.0.2', /operator 1\.0\.2 drops volumes and volumeMounts/],
    ['an operator of no version', {}, 'newest', /the version of the operator is 'newest'/],
    [
      'an image without a version',
      pod({ containerImage: 'notebook-validator:latest' }),
      '1.0.5',
      /runs in 'notebook-validator:latest'/,
    ],
    ['a path that is no notebook', notebook({ path: 'train.py' }), '1.0.5', /the notebook is 'train\.py'/],
    ['a path upwards', notebook({ path: '../x.ipynb' }), '1.0.5', /the notebook is/],
    ['a repository that is none', git({ url: '/tmp/x' }), '1.0.5', /the notebook is in '\/tmp\/x'/],
    [
      'credentials in the address',
      git({ url: 'https://me:secret@github.com/a/b' }),
      '1.0.5',
      /holds credentials$|holds credentials/,
    ],
    ['a reference that is an option', git({ ref: '--upload-pack' }), '1.0.5', /the notebook is of/],
    ['a time that is none', { timeout: '15 minutes' }, '1.0.5', /the timeout of the notebook is '15 minutes'/],
    ['a mount of nothing', pod({ volumes: [] }), '1.0.5', /nothing is called 'models'/],
  ])('refuses %s', (_, more, version, message) => {
    expect(() => job(more, version)).toThrow(message);
    expect(() => job(more, version)).toThrow(/MLP3051/);
    expect(() => job(more, version)).not.toThrow(/secret/);
  });
});

describe('ModelClaim', () => {
  const claim = (more: object) => new ModelClaim(chart(), 'models', { size: '10Gi', storageClass: 'gp3-csi', ...more });

  it.each(['ReadWriteOnce', 'ReadWriteOncePod', 'ReadOnlyMany', 'everybody'])(
    'refuses %s: several nodes mount it',
    (accessMode) => {
      expect(() => claim({ accessMode })).toThrow(/MLP3052: claim 'models' is .* mount it on several nodes/);
    },
  );

  it('takes a claim of one node where the reason is said, and keeps the reason', () => {
    const made = claim({ accessMode: 'ReadWriteOnce', singleNode: 'the cluster has one node' });
    expect(made.apiObject.toJson()).toMatchObject({
      metadata: { annotations: { 'cdk8s-mlops/single-node': 'the cluster has one node' } },
      spec: { accessModes: ['ReadWriteOnce'] },
    });
    expect(() => claim({ accessMode: 'ReadWriteOncePod', singleNode: 'one node' })).toThrow(/MLP3052/);
  });

  it('names the folder that KServe finds the versions in', () => {
    expect(claim({}).address('anomaly-detector')).toBe('pvc://models/anomaly-detector');
    expect(() => claim({}).address('../x')).toThrow(/MLP3052/);
  });

  it.each([
    '/elsewhere/model.pkl',
    '/mnt/models/anomaly-detector/model.pkl',
    '/mnt/models/../x/model.pkl',
    '/mnt/models/model.txt',
  ])('refuses to publish %s', (file) => {
    expect(() => claim({}).publish('anomaly-detector', { file })).toThrow(/MLP3052/);
  });
});

describe('DataSource', () => {
  const prometheus = (more: object) =>
    DataSource.prometheus('http://prometheus.monitoring.svc:9090', { default: 'prometheus', ...more });

  it('needs no address for synthetic data', () => {
    const made = argoEmittedBy((chart) => {
      const looked = pipeline('w', {}, (p) => {
        p.step(DataSource.synthetic().check(), {});
      });
      new WorkflowTemplate(chart, 'w', { engine, pipeline: looked });
    });
    const env = filled(made.template('check-source').container?.env as Variables);
    expect(readSource({ ...env, DATA_SOURCE: 'synthetic' })).toMatchObject({ source: 'synthetic', url: undefined });
  });

  it.each([
    ['another mode', { default: 'real' }, /MLP3050: training takes 'real' data/],
    [
      'certificates that are none',
      { certificates: { from: 'file', key: 'ca.crt' } },
      /MLP3021: the certificates of DataSource/,
    ],
    ['no query', { queries: {} }, /MLP3050: the queries/],
    ['a token that is not in a Secret', { token: 'eyJ' }, /MLP1203/],
    ['a word instead of yes', { requireSource: 'yes' }, /MLP3050/],
    ['a surplus property', { require: true }, /require/],
  ])('refuses %s', (_, more, message) => {
    expect(() => prometheus(more as never)).toThrow(message);
  });

  it('has its certificate checked by the authority that signed it', () => {
    const { template } = argoEmittedBy((chart) => {
      const signed = DataSource.prometheus('https://prometheus.monitoring.svc:9091', {
        default: 'prometheus',
        certificates: configKey('openshift-service-ca.crt', 'service-ca.crt'),
      });
      const looking = pipeline('look', {}, (p) => void p.step(signed.check()));
      new WorkflowTemplate(chart, 'look', { engine, pipeline: looking });
    });
    const { container, volumes } = template('check-source');
    expect(container?.env).toContainEqual({ name: 'NODE_EXTRA_CA_CERTS', value: '/certificates/service-ca.crt' });
    const mount = container?.volumeMounts?.find(({ mountPath }) => mountPath === '/certificates');
    expect(volumes?.find(({ name }) => name === mount?.name)?.configMap?.name).toBe('openshift-service-ca.crt');
  });

  it('refuses an address that means another machine inside a pod', () => {
    expect(() => DataSource.prometheus('http://localhost:9090', { default: 'hybrid' })).toThrow(/MLP1209/);
  });

  it('takes windows of a day, a week and thirty days', () => {
    expect(() => trainingWindow('48' as never)).toThrow(/MLP3050: training looks back 48 hours.*24, 168, 720/s);
  });
});
